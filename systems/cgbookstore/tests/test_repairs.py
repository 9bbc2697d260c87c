"""Dirty rows become clean records, with a note of every change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.cgbookstore.app.catalogue.imports.isbn import behind_rounded
from systems.cgbookstore.app.catalogue.imports.repairs import Record, RefusedRowError, read_record
from systems.cgbookstore.app.catalogue.imports.sentences import SENTENCES


def read(**cells: str) -> Record:
    """A record of a row that has a title and an author at least."""
    return read_record({"title": "Emma", "authors": "Jane Austen", **cells})


def codes(record: Record) -> list[str]:
    """What was noted of it."""
    return [note.code for note in record.notes]


def test_a_clean_row_has_no_notes() -> None:
    """A row that is right is taken as it is."""
    record = read(isbn="0439023483", language_code="eng", original_publication_year="1815.0")
    assert (record.title, record.authors) == ("Emma", ["Jane Austen"])
    assert (record.isbn, record.year, record.language) == ("9780439023481", 1815, "en")
    assert codes(record) == []


def test_lost_zeros() -> None:
    """An ISBN that lost its zeros gets them back, and that is noted."""
    record = read(isbn="439023483", isbn13="9.78043902348e+12")
    assert record.isbn == "9780439023481"
    assert codes(record) == ["isbn-padded", "isbn13-restored"]


def test_several_authors() -> None:
    """Several authors in a field become several authors, each of them once."""
    record = read(authors="Neil Gaiman, Terry Pratchett , Neil Gaiman")
    assert record.authors == ["Neil Gaiman", "Terry Pratchett"]
    assert codes(record) == ["authors-split"]


@pytest.mark.parametrize(("text", "year"), [("-720.0", -720), ("-380", -380)])
def test_years_before_our_era(text: str, year: int) -> None:
    """A negative year is kept as what it is."""
    record = read(original_publication_year=text)
    assert record.year == year
    assert codes(record) == ["year-bce"]


@pytest.mark.parametrize("text", ["0", "3000", "19x4", "1984.5", "nan", "inf", "1e999", "-9000"])
def test_years_that_cannot_be(text: str) -> None:
    """What can't be a year is left empty, and that is noted."""
    record = read(original_publication_year=text)
    assert record.year is None
    assert codes(record) == ["year-dropped"]


@pytest.mark.parametrize(
    "text", ["9.78043902348e+12", "9.78030727812e+12", "9.78006112008e+12", "9.78014028330e+12"]
)
def test_rounded_isbns(text: str) -> None:
    """A rounded ISBN-13 is restored where one number only can be behind it, and never guessed."""
    readings = behind_rounded(text)
    record = read(isbn13=text)
    assert record.isbn == (readings[0] if len(readings) == 1 else None)
    expected = {0: "isbn-dropped", 1: "isbn13-restored", 2: "isbn13-ambiguous"}
    assert codes(record) == [expected[len(readings)]]


def test_isbns_that_differ() -> None:
    """Of two ISBNs that name different editions the shorter is kept, and that is noted."""
    record = read(isbn="0439023483", isbn13="9780061120084")
    assert record.isbn == "9780439023481"
    assert codes(record) == ["isbns-differ"]


def test_control_characters() -> None:
    """Control characters don't reach the catalogue."""
    record = read(title="Em\x00ma\u202e\n II")
    assert record.title == "Em ma II"
    assert codes(record) == ["cleaned"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"title": "  "}, "no-title"),
        ({"authors": " , "}, "no-author"),
        ({"title": "x" * 301}, "too-long"),
        ({"authors": ",".join(f"a{n}" for n in range(60))}, "too-many-authors"),
    ],
)
def test_refusals(cells: dict[str, str], code: str) -> None:
    """A row that holds no book is refused, and it is said why."""
    with pytest.raises(RefusedRowError) as refused:
        read(**cells)
    assert refused.value.note.code == code


@given(st.dictionaries(st.sampled_from(["title", "authors", "isbn", "isbn13", "language_code",
       "original_publication_year", "original_title"]), st.text()))  # fmt: skip
def test_any_row(cells: dict[str, str]) -> None:
    """Whatever a row holds becomes a record or a refusal, and every note has words."""
    try:
        notes = read_record(cells).notes
    except RefusedRowError as refused:
        notes = [refused.note]
    assert all(note.code in SENTENCES for note in notes)
