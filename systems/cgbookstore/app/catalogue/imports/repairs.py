"""Makes a clean record of a dirty row, and says what was mended and what can't be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from systems.cgbookstore.app.catalogue.imports import isbn as isbns
from systems.cgbookstore.app.catalogue.languages import LANGUAGES

LONGEST_TITLE = 300
LONGEST_NAME = 200
MOST_AUTHORS = 50
EARLIEST = -3000
ENGLISH = {"eng": "en", "en-us": "en", "en-gb": "en", "en-ca": "en"}
THREE_LETTERS = {
    "ara": "ar", "dan": "da", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "ita": "it",
    "jpn": "ja", "nld": "nl", "dut": "nl", "nor": "no", "per": "fa", "fas": "fa", "pol": "pl",
    "por": "pt", "pt-br": "pt", "rus": "ru", "spa": "es", "swe": "sv", "tur": "tr", "ind": "id",
    "zho": "zh", "chi": "zh", "gre": "el", "lat": "la",
} | ENGLISH  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What was mended in a cell, or why it couldn't be."""

    code: str
    column: str
    was: str = ""
    became: str = ""


class RefusedRowError(ValueError):
    """The row holds no book that can be told from others."""

    def __init__(self, code: str, column: str, was: str = "") -> None:
        super().__init__(code)
        self.note = Note(code, column, was)


@dataclass
class Record:
    """A book as it will be kept."""

    title: str
    authors: list[str]
    other_title: str = ""
    isbn: str | None = None
    year: int | None = None
    language: str = ""
    notes: list[Note] = field(default_factory=list)


def read_record(cells: Mapping[str, str]) -> Record:
    """A record of one row.

    Raises:
        RefusedRowError: it has no title, no author, or more of them than a book can have.
    """
    notes: list[Note] = []
    title = _words(cells.get("title", ""), "title", notes)
    if not title:
        raise RefusedRowError("no-title", "title")
    if len(title) > LONGEST_TITLE:
        raise RefusedRowError("too-long", "title", title[:80])
    record = Record(title, _authors(cells.get("authors", ""), notes), notes=notes)
    original = _words(cells.get("original_title", ""), "original_title", notes)
    record.other_title = original if original != title and len(original) <= LONGEST_TITLE else ""
    record.isbn = _isbn(cells.get("isbn", ""), cells.get("isbn13", ""), notes)
    record.year = _year(cells.get("original_publication_year", ""), notes)
    record.language = _language(cells.get("language_code", ""), notes)
    return record


def _words(text: str, column: str, notes: list[Note]) -> str:
    """Plain text on one line: no control characters, no doubled spaces."""
    clean = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    clean = " ".join(unicodedata.normalize("NFC", clean).split())
    if clean != text.strip():
        notes.append(Note("cleaned", column, text.strip()[:200], clean[:200]))
    return clean


def _authors(text: str, notes: list[Note]) -> list[str]:
    names = [_words(name, "authors", notes) for name in re.split(r"[,;]", text)]
    unique = list(dict.fromkeys(name for name in names if name))
    if not unique:
        raise RefusedRowError("no-author", "authors")
    if len(unique) > MOST_AUTHORS:
        raise RefusedRowError("too-many-authors", "authors", text[:80])
    if any(len(name) > LONGEST_NAME for name in unique):
        raise RefusedRowError("too-long", "authors", text[:80])
    if len(unique) > 1:
        notes.append(Note("authors-split", "authors", text[:200], " | ".join(unique)[:200]))
    return unique


def _isbn(ten: str, thirteen: str, notes: list[Note]) -> str | None:
    """The edition's ISBN-13: from the ISBN-10 where that holds, for it lost less."""
    given = thirteen.strip()[:200]
    known = _from_isbn10(ten, notes)
    readings = _readings(thirteen)
    rounded = bool(readings) and isbns.bare(thirteen) not in readings
    if not given:
        return known
    if not readings:
        notes.append(Note("isbn-dropped", "isbn13", given))
    elif known and known not in readings:
        notes.append(Note("isbns-differ", "isbn13", given, known))
    elif not known and len(readings) > 1:
        notes.append(Note("isbn13-ambiguous", "isbn13", given, " | ".join(readings)))
        return None
    elif rounded:
        notes.append(Note("isbn13-restored", "isbn13", given, known or readings[0]))
    return known or (readings[0] if readings else None)


def _readings(text: str) -> list[str]:
    given = isbns.bare(text)
    return [given] if isbns.valid_isbn13(given) else isbns.behind_rounded(text)


def _from_isbn10(text: str, notes: list[Note]) -> str | None:
    given = isbns.bare(text)
    if not given:
        return None
    if isbns.valid_isbn10(given):
        return isbns.to_isbn13(given)
    if isbns.valid_isbn13(given):
        return given
    whole = isbns.padded(given)
    if whole is None:
        notes.append(Note("isbn-dropped", "isbn", text.strip()[:200]))
        return None
    notes.append(Note("isbn-padded", "isbn", text.strip()[:200], whole))
    return isbns.to_isbn13(whole)


def _year(text: str, notes: list[Note]) -> int | None:
    if not text.strip():
        return None
    try:
        number = float(text)
        year = int(number)
    except (ValueError, OverflowError):
        year, number = 0, 0.5
    if year != number or not EARLIEST <= year <= timezone.now().year + 2 or year == 0:
        notes.append(Note("year-dropped", "original_publication_year", text.strip()[:200]))
        return None
    if year < 0:
        notes.append(Note("year-bce", "original_publication_year", text.strip(), str(year)))
    return year


def _language(text: str, notes: list[Note]) -> str:
    given = text.strip().lower()
    code = THREE_LETTERS.get(given, given)
    if not code or code in LANGUAGES:
        return code
    notes.append(Note("language-unknown", "language_code", text.strip()[:200]))
    return ""
