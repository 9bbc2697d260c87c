"""Keywords as files for other programs: CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from systems.omni_keywords.app.keywords.analysis import Keyword

HEADINGS = (
    "keyword",
    "volume",
    "volume_estimated",
    "cpc",
    "competition",
    "intent",
    "intent_signal",
    "funnel_phase",
    "score",
    "missing_from_score",
    "category",
    "cluster",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def neutral(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_csv(records: Sequence[dict[str, Any]]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(HEADINGS)
    for record in records:
        writer.writerow([_cell(record[name]) for name in HEADINGS])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(records: Sequence[dict[str, Any]]) -> bytes:
    """One sheet with a heading that stays in sight."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("keywords")
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = 48
    sheet.append(list(HEADINGS))
    for record in records:
        sheet.append([_cell(record[name]) for name in HEADINGS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_json(records: Sequence[dict[str, Any]]) -> bytes:
    """A list of objects."""
    return json.dumps(list(records), ensure_ascii=False, indent=1).encode()


FORMATS: dict[str, tuple[Callable[[Sequence[dict[str, Any]]], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


def records(
    found: Sequence[Keyword], categories: dict[int, str], clusters: dict[int, str]
) -> Iterator[dict[str, Any]]:
    """What is told of each keyword, under the names of HEADINGS."""
    for one in found:
        yield {
            "keyword": one.text,
            "volume": one.volume,
            "volume_estimated": one.volume_estimated,
            "cpc": one.cpc,
            "competition": one.competition,
            "intent": one.intent.name,
            "intent_signal": one.intent.signal,
            "funnel_phase": one.phase,
            "score": one.score.value,
            "missing_from_score": ", ".join(one.score.missing),
            "category": categories.get(one.category_id or 0, ""),
            "cluster": clusters.get(one.cluster_id or 0, ""),
        }


def _cell(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value
