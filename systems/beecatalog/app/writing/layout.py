"""Where in a workbook a marketplace's columns stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from systems.beecatalog.app.marketplaces.definition import Column, Marketplace
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.reading.headers import plain

WITHIN = 10
WIDEST = 2_000


@dataclass(frozen=True)
class Layout:
    """A sheet, its first row for products, and which column is where."""

    sheet: str
    first_row: int
    columns: dict[int, Column]


def layout_of(book: Any, market: Marketplace) -> Layout:
    """Find the marketplace's columns by their labels.

    Raises:
        UnreadableError: no sheet has at least three of them.
    """
    best = Layout("", 0, {})
    for sheet in book.worksheets:
        for row in range(1, WITHIN + 1):
            found = _matches(sheet, row, market)
            if len(found) > len(best.columns):
                best = Layout(sheet.title, row + market.first_row - market.label_row, found)
    if len(best.columns) < 3:
        raise UnreadableError("no_sheet")
    return best


def _matches(sheet: Any, row: int, market: Marketplace) -> dict[int, Column]:
    wanted = {
        plain(label): column
        for column in market.columns
        for label in (column.label, *column.aliases)
    }
    found: dict[int, Column] = {}
    for number in range(1, min(sheet.max_column, WIDEST) + 1):
        label = sheet.cell(row, number).value
        column = wanted.get(plain(label)) if isinstance(label, str) else None
        if column and column not in found.values():
            found[number] = column
    return found
