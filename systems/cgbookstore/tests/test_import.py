"""A file of books becomes part of the catalogue."""

import io
from pathlib import Path
from typing import Any

import pytest

from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.imports.repairs import RefusedRowError, read_record
from systems.cgbookstore.app.catalogue.imports.run import import_file
from systems.cgbookstore.app.catalogue.imports.source import open_source
from systems.cgbookstore.app.catalogue.models import Author, Book, Edition, Import

GOODBOOKS = Path(__file__).parents[4] / "shared" / "data" / "goodbooks" / "books.csv"
FILE = """title,authors,isbn,isbn13,original_publication_year
Emma,Jane Austen,141439580,9.78014143958e+12,1815.0
Good Omens,"Terry Pratchett, Neil Gaiman",60853980,,1990
,Nobody,,,
The Odyssey,Homer,,,-720
"""


def take(text: str, **options: Any) -> Import:
    """Import a text as a file."""
    return import_file(io.BytesIO(text.encode()), "books.csv", **options)


def test_import(database: None) -> None:
    """Books, authors and editions are added, and each repair and refusal is kept by its row."""
    report = take(FILE)
    assert (report.rows, report.added, report.repaired, report.refused) == (4, 3, 3, 1)
    notes = [(note.row, note.code, note.refusal) for note in report.notes.all()]
    assert (2, "isbn-padded", False) in notes
    assert (3, "authors-split", False) in notes
    assert (4, "no-title", True) in notes
    assert (5, "year-bce", False) in notes
    assert Edition.objects.get(book__title="Emma").isbn == "9780141439587"
    assert Author.objects.filter(name="Neil Gaiman").exists()
    assert [Book.objects.get(pk=key).title for key in search.find("gaiman")] == ["Good Omens"]


def test_again(database: None) -> None:
    """Importing a file twice adds nothing, and says so of every row."""
    take(FILE)
    report = take(FILE)
    assert (report.added, report.refused) == (0, 4)
    assert {note.code for note in report.notes.all()} == {"already-there", "no-title"}


def test_invented_prices(database: None) -> None:
    """A book that was imported without a price isn't for sale."""
    take(FILE)
    edition = Edition.objects.get(book__title="Emma")
    assert edition.price is None
    assert not edition.buyable


def test_too_many_rows(database: None) -> None:
    """Rows beyond the limit are left, and the report says from which row on."""
    report = take(FILE, most=2)
    assert report.rows == 2
    assert [(note.row, note.code) for note in report.notes.filter(refusal=True)] == [
        (4, "too-many-rows")
    ]


def test_same_titles(database: None) -> None:
    """Two books of one title both have an address."""
    take("title,authors\nEmma,Jane Austen\nEmma,Alexander McCall Smith\n")
    assert sorted(Book.objects.values_list("slug", flat=True)) == ["emma", "emma-2"]


@pytest.mark.skipif(not GOODBOOKS.exists(), reason="goodbooks-10k isn't here")
def test_every_row_of_goodbooks() -> None:
    """Of 10,000 real rows none is lost, and nearly every ISBN that lost its zeros is whole."""
    codes: dict[str, int] = {}
    isbns = 0
    with GOODBOOKS.open("rb") as file:
        found = list(open_source(file).rows)
        for row in found:
            assert not row.problem
            try:
                record = read_record(row.cells)
            except RefusedRowError as refused:
                pytest.fail(f"row {row.number}: {refused.note.code}")
            isbns += record.isbn is not None
            for note in record.notes:
                codes[note.code] = codes.get(note.code, 0) + 1
    assert len(found) == 10_000
    assert codes["isbn-padded"] > 6_500
    assert codes["year-bce"] == 31
    assert codes["authors-split"] > 2_000
    assert isbns > 9_250
    assert codes["isbns-differ"] < 30


@pytest.mark.skipif(not GOODBOOKS.exists(), reason="goodbooks-10k isn't here")
def test_goodbooks(database: None) -> None:
    """The beginning of a real, dirty file is imported, found, and reported by row."""
    with GOODBOOKS.open("rb") as file:
        report = import_file(file, "books.csv", most=600)
    assert report.added > 550
    assert report.added + report.refused == 600
    assert search.find("hunger games")
