"""Tables as files: CSV and XLSX, with cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from systems.bi_solution.app.reports.reports import Row

BLOCK = 2_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """A cell's value; a text that a spreadsheet would run is marked as text."""
    if isinstance(value, str):
        value = "".join(letter for letter in value if letter in "\t\n" or ord(letter) >= 32)
        return f"'{value}" if value.lstrip(" ").startswith(_DANGEROUS) else value
    return float(value) if isinstance(value, Decimal) else value


def csv_lines(rows: Sequence[Row], headings: dict[str, str]) -> Iterator[bytes]:
    """A CSV file as Excel opens it: UTF-8 with its mark, parted by semicolons."""
    yield b"\xef\xbb\xbf"
    yield _line([headings.get(name, name) for name in _names(rows)])
    for start in range(0, len(rows), BLOCK):
        # A line at a time would cost a change of threads for each.
        yield b"".join(
            _line([_written(harmless(value)) for value in row.values()])
            for row in rows[start : start + BLOCK]
        )


def _names(rows: Sequence[Row]) -> Iterable[str]:
    return rows[0] if rows else ()


def _line(cells: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(cells)
    return text.getvalue().encode()


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def xlsx(rows: Sequence[Row], headings: dict[str, str], title: str) -> bytes:
    """An XLSX file with one sheet."""
    # Heavy, and only an export needs it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    names = list(_names(rows))
    for place, name in enumerate(names):
        sheet.column_dimensions[chr(65 + place)].width = 42 if name == "product" else 16
    cells = [WriteOnlyCell(sheet, headings.get(name, name)) for name in names]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([harmless(value) for value in row.values()])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
