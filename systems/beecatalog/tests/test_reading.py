"""Files of every sort become rows, with what is wrong beside them."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.beecatalog.app.reading import archive, headers, numbers
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.reading.row import Row
from systems.beecatalog.app.reading.table import Table

TEXT = (
    "Código;Título;Preço de venda;Cód. Barras;Coisa\nX1;Pão de açúcar;R$ 1.234,56;4006381333931;7\n"
)


def rows_of(file: Path, content: bytes) -> list[Row]:
    """What is read of a file with this content."""
    file.write_bytes(content)
    return list(Table(file).rows())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    """The same table is read in every usual encoding and with every usual separator."""
    text = TEXT.replace("R$ 1.234,56", '"R$ 1.234,56"').replace(";", separator)
    (row,) = rows_of(tmp_path / "a.csv", text.encode(encoding))
    assert row.fields == {
        "sku": "X1",
        "name": "Pão de açúcar",
        "price": Decimal("1234.56"),
        "gtin": "4006381333931",
    }
    assert row.source["Coisa"] == "7"


def test_workbook(tmp_path: Path) -> None:
    """A workbook is read below its title rows, and codes that became numbers keep their digits."""
    book = openpyxl.Workbook()
    for cells in (["Minha loja"], [], ["SKU", "Product name", "Price", "EAN"]):
        book.active.append(cells)
    book.active.append(["=1+1", "Mug", 12.5, 4006381333931.0])
    book.active.append([None, None, None, None])
    book.active.append(["B", "Cup", -1, "7,89E+12"])
    book.save(tmp_path / "a.xlsx")
    first, second = Table(tmp_path / "a.xlsx").rows()
    assert first.fields["gtin"] == "4006381333931"
    assert first.fields["price"] == Decimal("12.50")
    assert [one.code for one in second.problems] == ["price_not_positive", "gtin_rounded"]
    assert second.number == 6


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"<!DOCTYPE html><html>", "not_a_table"),
        (b"SKU;Produto\n\x00\x01\x02\x00\x03abcdefghijkl", "not_a_table"),
        (b"PK\x03\x04 nothing more", "broken"),
        (b"a;b\n1;2\n", "no_header"),
    ],
)
def test_not_a_table(tmp_path: Path, content: bytes, code: str) -> None:
    """A file that isn't what its name says is refused with the reason."""
    with pytest.raises(UnreadableError) as refused:
        rows_of(tmp_path / "a.xlsx", content)
    assert refused.value.code == code
    assert refused.value.text


def zipped(file: Path, parts: dict[str, bytes]) -> Path:
    """A ZIP file with these parts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            made.writestr(name, content)
    return file


def test_bomb(tmp_path: Path) -> None:
    """A workbook that unpacks to a thousand times its size isn't opened."""
    bomb = zipped(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    with pytest.raises(UnreadableError, match="bomb"):
        archive.check(bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(tmp_path: Path, encoding: str) -> None:
    """A workbook that declares entities isn't opened, whatever its encoding."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    bad = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": text.encode(encoding)})
    with pytest.raises(UnreadableError, match="entities"):
        archive.check(bad)


def test_other_zip(tmp_path: Path) -> None:
    """A ZIP that isn't a workbook is refused as such."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
        made.writestr("readme.txt", "hello")
    with pytest.raises(UnreadableError, match="not_excel"):
        archive.check(tmp_path / "a.xlsx")


def test_hostile_cells_stay_beside_the_row(tmp_path: Path) -> None:
    """Cells that can't be used are told beside their row, are kept, and the rest goes on."""
    long = "x" * 200_000
    text = f"SKU;Produto;Preço;Link;Imagens;Estoque\nA;{'n' * 600};abc;javascript:alert(1);ftp://x;-4\n{long};b\nC;ok;1;;;2\n"
    first, second, third = rows_of(tmp_path / "a.csv", text.encode())
    codes = [one.code for one in first.problems]
    assert codes == [
        "cut",
        "price_unreadable",
        "link_address",
        "picture_address",
        "number_unreadable",
    ]
    assert first.source["Link"] == "javascript:alert(1)"
    assert [one.code for one in second.problems] == ["unreadable_row"]
    assert third.fields["name"] == "ok"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("R$ 1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("12,9", "12.90"),
        ("12.90", "12.90"),
        ("1.234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("0.999", "1.00"),
        ("abc", None),
        ("1e9", None),
        ("", None),
        ("9" * 40, None),
    ],
)
def test_prices(text: str, amount: str | None) -> None:
    """Prices are read as people write them in Brazil and elsewhere."""
    assert numbers.price(text) == (None if amount is None else Decimal(amount))


@given(st.binary(max_size=3000))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever a file holds, it is read or refused with a reason."""
    file = tmp_path_factory.getbasetemp() / "any.csv"
    try:
        rows = rows_of(file, b"SKU;Produto\n" + content)
    except UnreadableError as error:
        rows = [Row(0, source={"": error.text})]
    assert all(row.source or row.problems for row in rows)


@pytest.mark.parametrize(("label", "field"), list(headers.known().items()))
def test_every_name_of_a_column(label: str, field: str) -> None:
    """Each listed name of a column is recognised whatever its case and punctuation."""
    assert headers.fields_of([f" {label.upper()}: "]) == {0: field}
