"""Reads the catalogue that CGBookStore ships: data/works.txt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "works.txt"


@dataclass(frozen=True)
class Writer:
    """An author of the catalogue; years before our era are negative."""

    name: str
    born: int | None
    died: int | None


@dataclass(frozen=True)
class Work:
    """A work of the catalogue."""

    title: str
    other_title: str
    year: int
    language: str
    category: str
    writer: Writer


def read_works(file: Path = FILE) -> list[Work]:
    """Every work, in the file's order."""
    works: list[Work] = []
    writer: Writer | None = None
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if not line.startswith(" "):
            name, born, died = cells
            writer = Writer(name, _year(born), _year(died))
            continue
        title, other, year, language, category = cells
        assert writer is not None, f"a work without an author: {line}"  # noqa: S101
        other = "" if other == title else other
        works.append(Work(title, other, int(year), language, category, writer))
    return works


def _year(text: str) -> int | None:
    return None if text == "?" else int(text)
