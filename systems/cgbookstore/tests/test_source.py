"""Files that claim to be CSV."""

import io

import pytest

from systems.cgbookstore.app.catalogue.imports.source import Row, UnreadableFileError, open_source


def rows(content: bytes) -> list[Row]:
    """The rows of a file."""
    return list(open_source(io.BytesIO(content)).rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    """Accents survive every usual encoding, and cells every usual separator."""
    text = separator.join(["title", "authors"]) + "\n" + separator.join(["Inocência", "Taunay"])
    assert rows(text.encode(encoding))[0].cells == {"title": "Inocência", "authors": "Taunay"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"PK\x03\x04rest", "not-csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-csv"),
        (b"%PDF-1.7", "not-csv"),
        (b"name,price\nx,1\n", "columns-missing"),
    ],
)
def test_files_that_are_not_what_they_say(content: bytes, code: str) -> None:
    """A file that isn't a CSV of books is refused as a whole, and it is said why."""
    with pytest.raises(UnreadableFileError) as refused:
        rows(content)
    assert refused.value.code == code


def test_broken_rows() -> None:
    """A row that can't be read is named by its number, and the rest goes on."""
    found = rows(b"title,authors\nA,B\nC\n\n" + b"x" * 100_000 + b",D\nE,F\n")
    assert [(row.number, row.problem) for row in found] == [
        (2, ""),
        (3, "wrong-number-of-cells"),
        (5, "cell-too-long"),
        (6, ""),
    ]
