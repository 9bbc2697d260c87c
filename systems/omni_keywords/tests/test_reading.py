"""Files and lists of any sort."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.omni_keywords.app.reading import figures, lines, table
from systems.omni_keywords.app.reading.encodings import decode
from systems.omni_keywords.app.reading.rows import UnreadableError


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("tênis".encode(), "tênis", "utf-8"),
        ("tênis".encode("utf-8-sig"), "tênis", "utf-8"),
        ("tênis".encode("utf-16"), "tênis", "utf-16"),
        ("tênis".encode("cp1252"), "tênis", "cp1252"),
    ],
)
def test_encodings(content: bytes, text: str, encoding: str) -> None:
    """Text is read in the encoding that it has, and it is said which."""
    assert decode(content) == (text, encoding)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04rest", "is_spreadsheet"),
        (b"%PDF-1.7", "is_pdf"),
        (b"\x89PNG\r\n", "is_picture"),
        (b"\x1f\x8b\x08", "is_archive"),
        (b"abc\x00def", "not_text"),
        (b"\xff\xfea", "not_text"),
    ],
)
def test_files_that_are_not_what_they_say(content: bytes, reason: str) -> None:
    """A file that is no text is refused by what it is."""
    with pytest.raises(UnreadableError) as error:
        decode(content)
    assert error.value.reason == reason


@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    """Any file is either read or refused, and nothing else."""
    with suppress(UnreadableError):
        text, _encoding = decode(content)
        for read in (table.rows, lines.rows, lines.address_rows):
            list(read(text))


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.200", 1200), ("1,200", 1200), ("12 100", 12100), ("880", 880), ("", None), ("-", None),
     ("1,5k", 1500), ("2 mil", 2000), ("1000.0", 1000)],
)  # fmt: skip
def test_volumes(cell: str, value: int | None) -> None:
    """A volume is read as either language writes it."""
    assert figures.volume(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("R$ 1,25", 1.25), ("$1.25", 1.25), ("1.234,56", 1234.56), ("3", 3.0), ("n/a", None)],
)
def test_money(cell: str, value: float | None) -> None:
    """A price is read as either language writes it."""
    assert figures.money(cell) == value


@pytest.mark.parametrize("cell", ["abc", "-5", "1e9", "10-100", "=1+1", "9" * 30, "1.2.3,4,5"])
def test_figures_that_are_none(cell: str) -> None:
    """What is no figure isn't taken for one."""
    for read in (figures.volume, figures.money):
        with pytest.raises(figures.NotUnderstoodError):
            read(cell)


def test_competition() -> None:
    """Competition is from 0 to 1, also where it is written in per cent or as an index."""
    assert figures.competition("0,35", of_hundred=False) == 0.35
    assert figures.competition("35 %", of_hundred=False) == 0.35
    assert figures.competition("35", of_hundred=True) == 0.35
    for cell in ("35", "-1", "nan", "high"):
        with pytest.raises(figures.NotUnderstoodError):
            figures.competition(cell, of_hundred=False)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables(mark: str) -> None:
    """A table is read by its heading, whatever separates its cells."""
    text = "Volume|Keyword|CPC|Nobody knows\r\n120|running shoes|1.5|x\r\nmany|socks||\r\n"
    first, second = table.rows(text.replace("|", mark))
    assert (first.number, first.text, first.volume, first.cpc) == (2, "running shoes", 120, 1.5)
    assert (second.number, second.volume, second.reasons) == (3, None, ("bad_volume",))


def test_tables_without_heading() -> None:
    """Without a heading the first column holds the keywords, from the first row on."""
    assert [row.text for row in table.rows("shoes,1\nsocks,2\n")] == ["shoes", "socks"]


def test_short_and_broken_rows() -> None:
    """A row with too few cells, or with a cell without end, is a row like others."""
    rows = list(table.rows('volume,keyword\n1\n2,socks\n3,"open'))
    assert [row.text for row in rows] == ["", "socks", "open"]


def test_a_cell_without_end() -> None:
    """A quotation mark that is never closed makes rows that say that they are broken."""
    rows = list(table.rows('keyword\n"' + "x" * 200_000 + "\nsocks\n"))
    assert any(row.refused and row.reasons == ("broken_row",) for row in rows)


def test_addresses() -> None:
    """The words of an address's path are its keywords, without numbers and endings."""
    text = (
        "https://shop.example/running-shoes/p/mens_trail-shoes.html?x=1\n"
        "shop.example/a%C3%A7a%C3%AD-especial/MLB12345\n"
        "https://shop.example/\n"
        "javascript:alert(1)\n"
        "not an address\n"
    )
    rows = list(lines.address_rows(text))
    good = [row.text for row in rows if not row.refused]
    assert good == ["running shoes", "mens trail shoes", "açaí especial"]
    refused = [(row.number, row.reasons) for row in rows if row.refused]
    assert refused == [(3, ("no_path",)), (4, ("not_address",)), (5, ("not_address",))]
