"""Workbooks of our own, for sellers who don't bring the marketplace's."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from systems.beecatalog.app.marketplaces.definition import Marketplace

VALUES = "Valores válidos"
ROWS = 2_000
"""Rows below the header that offer the list of values."""


def starter(market: Marketplace) -> Workbook:
    """An empty workbook: labels, our column names, and the values that a column may have."""
    book = Workbook()
    sheet = book.active
    sheet.title = market.sheet
    sheet.cell(1, 1, f"{market.name} · BeeCatalog").font = Font(bold=True, size=14)
    for number, column in enumerate(market.columns, start=1):
        label = sheet.cell(market.label_row, number, column.label)
        label.font = Font(bold=True, color="1C1E21")
        label.fill = PatternFill("solid", fgColor="F5C34B" if column.required else "EFEBE0")
        label.alignment = Alignment(wrap_text=True, vertical="top")
        name = sheet.cell(market.name_row, number, column.name)
        name.font = Font(italic=True, color="75716A", size=9)
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(column.label) + 4)
    sheet.freeze_panes = sheet.cell(market.first_row, 2)
    _values(book, market)
    return book


def _values(book: Workbook, market: Marketplace) -> None:
    sheet, values = book[market.sheet], book.create_sheet(VALUES)
    places = {column.holds: n for n, column in enumerate(market.columns, start=1)}
    for number, attribute in enumerate((a for a in market.attributes if a.values), start=1):
        values.cell(1, number, attribute.label).font = Font(bold=True)
        for row, value in enumerate(attribute.values, start=2):
            values.cell(row, number, value)
        if place := places.get(f"attribute.{attribute.name}"):
            letter, of = get_column_letter(number), len(attribute.values) + 1
            rule = DataValidation("list", f"='{VALUES}'!${letter}$2:${letter}${of}")
            column = get_column_letter(place)
            rule.add(f"{column}{market.first_row}:{column}{market.first_row + ROWS}")
            sheet.add_data_validation(rule)
