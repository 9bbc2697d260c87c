"""Opens a marketplace's workbook, writes products into it and keeps its macros."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from systems.beecatalog.app.catalog.models import Listing, Product
from systems.beecatalog.app.checks.listing import value_of
from systems.beecatalog.app.checks.problem import Problem, warning
from systems.beecatalog.app.marketplaces.definition import Column, Marketplace
from systems.beecatalog.app.reading import archive
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.reading.workbook import BROKEN
from systems.beecatalog.app.writing.formula import is_formula, safe
from systems.beecatalog.app.writing.layout import Layout, layout_of
from systems.beecatalog.app.writing.starter import starter

WHOLE = 200_000_000
"""Bytes that a marketplace's workbook may unpack to: it is opened whole."""


def has_macros(file: Path) -> bool:
    """Whether it is a macro-enabled workbook, by its name."""
    return file.suffix.lower() == ".xlsm"


def opened(file: Path) -> Any:
    """A seller's workbook, with its macros.

    Raises:
        UnreadableError: it isn't safe or isn't a workbook.
    """
    archive.check(file, whole=WHOLE)
    try:
        return openpyxl.load_workbook(file, keep_vba=has_macros(file), keep_links=False)
    except (*BROKEN, SyntaxError) as error:
        raise UnreadableError("broken") from error


class Writer:
    """One workbook that is being filled."""

    def __init__(self, market: Marketplace, own: Path | None = None) -> None:
        self._market = market
        self._book = opened(own) if own else starter(market)
        self._layout: Layout = layout_of(self._book, market)
        self._sheet = self._book[self._layout.sheet]
        self._row = self._layout.first_row
        self.suffix = own.suffix.lower() if own else ".xlsx"

    def add(self, product: Product, listing: Listing) -> list[Problem]:
        """Write a product; returns what had to be changed."""
        changed = []
        for number, column in self._layout.columns.items():
            value = value_of(column.holds, product, listing)
            if isinstance(value, str) and is_formula(value):
                changed.append(warning(column.holds, "formula"))
            self._put(number, column, value)
        self._row += 1
        return changed

    def _put(self, number: int, column: Column, value: Any) -> None:
        cell = self._sheet.cell(self._row, number)
        if value in ("", None):
            cell.value = None
        elif isinstance(value, Decimal):
            cell.value, cell.number_format = value, "0.00"
        elif isinstance(value, int):
            cell.value = value
        else:
            cell.value = safe(str(value))
            # A text stays one even where it looks like a formula or a number.
            cell.data_type = "s"
            if column.holds in {"gtin", "ncm", "sku"}:
                cell.number_format = "@"

    def save(self, file: Path) -> None:
        """Write the file, whole or not at all."""
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(file.name + ".draft")
        self._book.save(draft)
        draft.replace(file)
