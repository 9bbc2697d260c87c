"""Keywords from CSV, as the tools of the trade export it and as people edit it."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from systems.omni_keywords.app.keywords.words import DATA, fold
from systems.omni_keywords.app.reading import figures
from systems.omni_keywords.app.reading.rows import Row

_CELL = 2_000


def rows(text: str) -> Iterator[Row]:
    """The rows of a CSV text; without a heading, the first column holds the keywords."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns: dict[str, int] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(reader.line_num, "", reasons=("broken_row",), refused=True)
            continue
        if columns is None:
            columns = _columns(cells)
            if "heading" in columns:
                continue
        if any(cell.strip() for cell in cells):
            yield _row(reader.line_num, cells, columns)


def has_keywords(text: str) -> bool:
    """Whether the first line names a column of keywords."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    return "heading" in _columns(next(csv.reader([first], delimiter=_delimiter(text)), []))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";\t,", key=lambda mark: (first.count(mark), mark == ","))


def _columns(cells: list[str]) -> dict[str, int]:
    named: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = _headings().get(fold(cell).replace(" ", "_"))
        if name is not None:
            named.setdefault(name, index)
    if "keyword" not in named:
        return {"keyword": 0}
    return {**named, "heading": 0}


@lru_cache
def _headings() -> dict[str, str]:
    """What each heading that the tools of the trade write stands for."""
    aliases = tomllib.loads((DATA / "headings.toml").read_text(encoding="utf-8"))
    return {alias: name for name, known in aliases.items() for alias in known.split()}


def _row(number: int, cells: list[str], columns: dict[str, int]) -> Row:
    def cell(name: str) -> str:
        index = columns.get(name, len(cells))
        return cells[index][:_CELL] if index < len(cells) else ""

    reasons: list[str] = []

    def figure(name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(cell(name))
        except figures.NotUnderstoodError:
            reasons.append(f"bad_{name.partition('_')[0]}")
            return None

    indexed = "competition_of_hundred" in columns
    which = "competition_of_hundred" if indexed else "competition"
    return Row(
        number,
        cell("keyword"),
        volume=figure("volume", figures.volume),
        cpc=figure("cpc", figures.money),
        competition=figure(which, partial(figures.competition, of_hundred=indexed)),
        reasons=tuple(reasons),
    )
