"""Rows of a text file: its encoding and separator are found out."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

SEPARATORS = ";,\t|"
PIECE = 1 << 20


def encoding_of(file: Path) -> str:
    """utf-8, utf-8-sig, utf-16, or what Brazilian Excel writes: cp1252."""
    with file.open("rb") as source:
        start = source.read(4096)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in start:
            return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"
        source.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := source.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def separator_of(lines: list[str]) -> str:
    """The separator that splits the first lines into the most columns."""
    counts = {
        one: max((_outside_quotes(line, one) for line in lines), default=0) for one in SEPARATORS
    }
    best = max(SEPARATORS, key=lambda one: counts[one])
    return best if counts[best] else ";"


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])


def rows(file: Path) -> Iterator[list[str] | Exception]:
    """The cells of every row; where one can't be read, the reason, and the rest goes on."""
    encoding = encoding_of(file)
    with file.open(encoding=encoding, errors="replace", newline="") as source:
        lines = [source.readline(65_536) for _ in range(10)]
        source.seek(0)
        reader = csv.reader(source, delimiter=separator_of(lines))
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield error
