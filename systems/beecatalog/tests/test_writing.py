"""Workbooks: the marketplace's columns, its macros, and no formulas."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.beecatalog.app.catalog.models import Listing, Product
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.writing.formula import safe
from systems.beecatalog.app.writing.workbook import Writer
from systems.beecatalog.tests.macros import MACROS, VBA, macro_workbook

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1+1", "|cmd"]


def product(**more: object) -> Product:
    """A product that isn't in any database."""
    values = {"sku": "A1", "name": "Caneca", "price": Decimal("1234.5"), "gtin": "4006381333931"}
    return Product(row=2, **{**values, **more})


def written(target: Path, writer: Writer) -> list[tuple[object, ...]]:
    """The rows of the workbook's first sheet, as they were saved."""
    writer.save(target)
    book = openpyxl.load_workbook(target)
    rows = [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
    return rows


@pytest.mark.parametrize("slug", list(marketplaces()))
def test_every_marketplace(tmp_path: Path, slug: str) -> None:
    """Each marketplace's workbook holds the product, and what isn't known is empty."""
    market = marketplaces()[slug]
    writer = Writer(market)
    listing = Listing(marketplace=slug, title="Caneca azul", category="home")
    assert writer.add(product(), listing) == []
    rows = written(tmp_path / "a.xlsx", writer)
    labels, values = rows[market.label_row - 1], rows[market.first_row - 1]
    found = dict(zip(labels, values, strict=True))
    names = {column.holds: column.label for column in market.columns}
    assert found[names["title"]] == "Caneca azul"
    assert found[names["price"]] == 1234.5
    assert found[names["gtin"]] == "4006381333931"
    assert found[names["ncm"]] is None
    assert found[names["weight_g"]] is None


@pytest.mark.parametrize("text", HOSTILE)
def test_no_formula(tmp_path: Path, text: str) -> None:
    """A text that begins like a formula is written as text, with a sign before it, and told."""
    market = marketplaces()["shopee"]
    writer = Writer(market)
    changed = writer.add(product(sku=text), Listing(marketplace="shopee", title=text))
    assert {one.code for one in changed} == {"formula"}
    values = written(tmp_path / "a.xlsx", writer)[market.first_row - 1]
    assert str(values[0]).startswith("'")


@given(st.text(max_size=60))
def test_nothing_starts_a_formula(text: str) -> None:
    """Whatever a text is, what is written begins with no sign of a formula."""
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_macros_stay(tmp_path: Path) -> None:
    """A macro-enabled workbook keeps its macros byte for byte, and its kind."""
    market = marketplaces()["amazon-br"]
    writer = Writer(market, macro_workbook(tmp_path))
    writer.add(product(), Listing(marketplace=market.slug, title="Caneca"))
    target = tmp_path / f"out{writer.suffix}"
    writer.save(target)
    assert target.suffix == ".xlsm"
    with zipfile.ZipFile(target) as made:
        assert made.read("xl/vbaProject.bin") == VBA
        assert MACROS.encode() in made.read("[Content_Types].xml")
    sheet = openpyxl.load_workbook(target)[market.sheet]
    assert sheet.cell(market.first_row, 1).value == "A1"


def test_reordered_columns(tmp_path: Path) -> None:
    """Columns are found by their labels wherever they stand in the seller's own workbook."""
    book = openpyxl.Workbook()
    for row in (["x"], ["PREÇO", "título", "Outra", "SKU"], [], []):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    writer = Writer(marketplaces()["mercado-livre"], tmp_path / "own.xlsx")
    writer.add(product(), Listing(marketplace="mercado-livre", title="Caneca"))
    assert written(tmp_path / "out.xlsx", writer)[3] == (1234.5, "Caneca", None, "A1")


def test_foreign_workbook(tmp_path: Path) -> None:
    """A workbook without the marketplace's columns is refused."""
    openpyxl.Workbook().save(tmp_path / "own.xlsx")
    with pytest.raises(UnreadableError, match="no_sheet"):
        Writer(marketplaces()["magalu"], tmp_path / "own.xlsx")
