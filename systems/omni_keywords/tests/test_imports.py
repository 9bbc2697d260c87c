"""Bringing keywords: every row is told what became of it."""

from __future__ import annotations

import pytest

from systems.omni_keywords.app import importing
from systems.omni_keywords.tests.conftest import Person

HEADING = "keyword,volume,cpc,competition\n"


def test_a_table(editor: Person) -> None:
    """A table's keywords and figures are kept, and what it doesn't say stays unknown."""
    run = editor.bring(HEADING + 'Galocha  AZUL,"1,200",1.25,0.4\ngalocha verde,,,\n', "csv")
    assert run.status_code == 200
    page = editor.get("/niches/1/keywords?q=galocha&sort=text").text
    assert "galocha azul" in page
    assert "1,200" in page
    assert "R$1.25" in page
    assert "40%" in page
    assert "≈" in page


def test_every_refusal_has_its_reason(editor: Person) -> None:
    """Rows that can't be taken are named with the reason, and the others are added."""
    text = HEADING + "galocha azul,abc,-1,7\n" + "de para\n" + "x" * 101 + "\nGALOCHA azul\n!!!\n"
    page = editor.bring(text, "csv").text
    for reason in (
        "volume not understood, estimated instead",
        "cost per click not understood, left empty",
        "competition is no number from 0 to 1, left empty",
        "only words that say nothing alone",
        "longer than 100 characters",
        "already further up in this run",
        "no letter and no digit",
    ):
        assert reason in page
    assert "galocha azul" in editor.get("/niches/1/keywords?q=galocha").text


def test_known_keywords_are_repeated(editor: Person) -> None:
    """A keyword that the niche has isn't added again, with or without its accents."""
    editor.bring("galocha lilás")
    page = editor.bring("GALOCHA LILAS\ngalocha branca").text
    assert "already in this niche" in page
    assert "2 of" in editor.get("/niches/1/keywords?q=galocha").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(editor: Person, encoding: str) -> None:
    """Accents come through in whatever encoding a file has."""
    editor.bring("keyword\ncafé açaí\n".encode(encoding), "csv")
    assert "café açaí" in editor.get("/niches/1/keywords?q=acai").text


def test_another_encoding_is_said(editor: Person) -> None:
    """A run says that its file was read in another encoding than UTF-8."""
    assert "read as cp1252" in editor.bring("café\n".encode("cp1252")).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"x" * 50, "This is a spreadsheet"),
        (b"%PDF-1.4 ...", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"a\x00b\x00c", "no text file"),
        (b"  \n ", "The file is empty"),
    ],
)
def test_files_that_are_not_what_they_say(editor: Person, content: bytes, said: str) -> None:
    """A run on a file that is no text fails and says what the file is."""
    page = editor.bring(content, "csv")
    assert page.status_code == 200
    assert said in page.text
    assert "failed" in page.text


def test_addresses(editor: Person) -> None:
    """Keywords are read from the paths of addresses, and other lines are refused."""
    page = editor.bring("https://a.example/galocha-azul\nnonsense\n", "addresses").text
    assert "not a web address" in page
    assert "galocha azul" in editor.get("/niches/1/keywords?q=galocha").text


def test_too_many_rows(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows beyond the limit are not lost: the run says where the next import begins."""
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 3)
    text = "\n".join(f"galocha {n}" for n in range(1, 6))
    assert "begin at row 4" in editor.bring(text).text
    editor.bring(text, first_row="4")
    assert "5 of" in editor.get("/niches/1/keywords?q=galocha").text


def test_nothing_to_import(editor: Person) -> None:
    """An empty form is shown again with what is missing beside the field."""
    page = editor.bring("  ")
    assert page.status_code == 422
    assert "Choose a file or paste a list." in page.text


def test_bad_choices(editor: Person) -> None:
    """Another reader, category or row than there is shows the form again."""
    assert editor.bring("x", reader="exe").status_code == 422
    assert editor.bring("x", category="9999").status_code == 422
    assert editor.bring("x", first_row="-1").status_code == 422


def test_new_keywords_are_grouped(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a stated number of new keywords get a cluster at once, and the run says the rest."""
    monkeypatch.setattr(importing, "EMBEDDED_AT_IMPORT", 2)
    page = editor.bring("galocha azul\ngalocha verde\ngalocha lilás").text
    assert "1 keywords have no cluster yet" in page


def test_large_tables(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of rows are imported in one request."""
    monkeypatch.setattr(importing, "EMBEDDED_AT_IMPORT", 1)
    text = HEADING + "".join(f"galocha numero {n},10,,\n" for n in range(5_000))
    assert "5,000" in editor.bring(text.encode(), "csv").text
