"""Rows of an Excel workbook, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl

from systems.beecatalog.app.reading import archive
from systems.beecatalog.app.reading.errors import UnreadableError

COLUMNS = 256
ROWS = 1_048_576
"""Excel's own limit; a file that numbers its rows higher is made by hand."""
BROKEN = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError)
"""What openpyxl raises on workbooks that Excel couldn't open either."""


def rows(file: Path) -> Iterator[list[str]]:
    """The cells of every row of the first sheet, as text.

    Raises:
        UnreadableError: it isn't a workbook that can be opened.
    """
    archive.check(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except BROKEN as error:
        raise UnreadableError("broken") from error
    try:
        yield from _of(book)
    except (*BROKEN, SyntaxError) as error:
        raise UnreadableError("broken") from error
    finally:
        book.close()


def _of(book: Any) -> Iterator[list[str]]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise UnreadableError("empty")
    sheet = sheets[0]
    # What a sheet says of its own size is often wrong, and then rows would be left out.
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_col=COLUMNS, max_row=ROWS, values_only=True):
        yield [as_text(cell) for cell in cells]


def as_text(cell: object) -> str:
    """A cell as a person would read it; a code that Excel took for a number gets its digits."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell)
