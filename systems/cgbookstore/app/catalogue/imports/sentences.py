"""What a report says of each repair and refusal, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "already-there": _("This book is in the catalogue already."),
    "authors-split": _("Several authors stood in one field; each is an author now."),
    "cell-too-long": _("A cell is far too long to be read."),
    "cleaned": _("Control characters and spare spaces were taken out."),
    "columns-missing": _("These columns are missing in the first row:"),
    "empty": _("The file is empty."),
    "isbn-dropped": _("This isn't an ISBN, nor what is left of one; the book has none now."),
    "isbn-padded": _("The ISBN had lost its leading zeros; they are back."),
    "isbn13-ambiguous": _(
        "The ISBN-13 was written as a rounded number, and two numbers may be behind it; it was "
        "left empty."
    ),
    "isbn13-restored": _("The ISBN-13 was written as a rounded number; it is whole again."),
    "isbns-differ": _("The two ISBNs name different editions; the ISBN-10 was kept."),
    "language-unknown": _("This isn't a language that we know; it was left empty."),
    "no-author": _("There is no author."),
    "no-header": _("The first row doesn't name the columns."),
    "no-title": _("There is no title."),
    "not-csv": _("This isn't a CSV file, whatever its name says. What it is:"),
    "too-long": _("This is longer than a title or a name can be."),
    "too-many-authors": _("No book has so many authors."),
    "too-many-rows": _(
        "The rows from here on were not read: a page takes 20,000 rows at once. The rest can be "
        "imported by the command, or as another file."
    ),
    "wrong-number-of-cells": _("The row has more or fewer cells than the first one."),
    "year-bce": _("The year is before our era, and was kept as such."),
    "year-dropped": _("This can't be the year of a book; it was left empty."),
}


def sentence(code: str) -> str:
    """What a code means."""
    return str(SENTENCES[code])
