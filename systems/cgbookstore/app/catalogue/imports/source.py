"""Opens a file that claims to be CSV: finds its encoding and separator, and reads it by rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

NEEDED = ("title", "authors")
KNOWN = (*NEEDED, "isbn", "isbn13", "original_publication_year", "original_title", "language_code")
SAMPLE = 256 * 1024
LONGEST_CELL = 64 * 1024
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NOT_TEXT = {
    b"PK\x03\x04": "zip, xlsx",
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
    b"\x1f\x8b": "gzip",
}


class UnreadableFileError(ValueError):
    """The whole file can't be taken; `code` says why, and `about` names what is meant."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells, or why it can't be read."""

    number: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Source:
    """A file that turned out to be CSV."""

    encoding: str
    rows: Iterator[Row]


def open_source(file: BinaryIO) -> Source:
    """Read a file's beginning and offer its rows.

    Raises:
        UnreadableFileError: it is empty, isn't text, or lacks a column that is needed.
    """
    sample = file.read(SAMPLE)
    file.seek(0)
    if not sample.strip():
        raise UnreadableFileError("empty")
    for mark, kind in NOT_TEXT.items():
        if sample.startswith(mark):
            raise UnreadableFileError("not-csv", kind)
    encoding = _encoding(sample)
    reader = csv.reader(
        _lines(file, encoding), delimiter=_separator(sample.decode(encoding, "replace"))
    )
    csv.field_size_limit(LONGEST_CELL)
    try:
        header = [cell.strip().lower() for cell in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise UnreadableFileError("no-header") from error
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise UnreadableFileError("columns-missing", ", ".join(missing))
    return Source(encoding, _rows(reader, header))


def _encoding(sample: bytes) -> str:
    for mark, encoding in MARKS.items():
        if sample.startswith(mark):
            return encoding
    if b"\x00" in sample:
        raise UnreadableFileError("not-csv", "binary")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        for line in text:
            yield line.replace("\x00", "")
    finally:
        # The file is its opener's to close.
        if not file.closed:
            text.detach()


def _rows(reader: Iterator[list[str]], header: list[str]) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, {}, "cell-too-long")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            yield Row(number, {}, "wrong-number-of-cells")
            continue
        yield Row(
            number, {name: cell for name, cell in zip(header, cells, strict=True) if name in KNOWN}
        )
