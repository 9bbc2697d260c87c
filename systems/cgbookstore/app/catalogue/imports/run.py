"""Takes a file of books into the catalogue, row by row, and keeps a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from django.db import transaction

from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.imports.repairs import (
    Note,
    Record,
    RefusedRowError,
    read_record,
)
from systems.cgbookstore.app.catalogue.imports.source import Row, UnreadableFileError, open_source
from systems.cgbookstore.app.catalogue.models import Author, Book, Edition, Import, ImportNote
from systems.cgbookstore.app.catalogue.slugs import free_slug
from systems.cgbookstore.app.readers.models import Reader

ROWS_AT_ONCE = 200
"""Rows that are written together: what an interrupted import loses at most."""


def import_file(
    file: BinaryIO,
    name: str,
    *,
    by: Reader | None = None,
    most: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Import:
    """Add the books of a file; what can't be added is refused by row, and the rest goes on.

    Importing the same file again adds nothing: its books are there already.

    Args:
        most: Rows to read; those after them are left, and the report says so.
        progress: Called with the number of rows so far.
    """
    report = Import.objects.create(file_name=name[:200], by=by)
    try:
        source = open_source(file)
    except UnreadableFileError as error:
        report.failure = error.code
        report.save()
        ImportNote.objects.create(
            of=report,
            row=1,
            refusal=True,
            code=error.code,
            was=error.about[:200],
        )
        return report
    report.encoding = source.encoding
    batch: list[Row] = []
    for row in source.rows:
        if most is not None and report.rows + len(batch) >= most:
            ImportNote.objects.create(of=report, row=row.number, refusal=True, code="too-many-rows")
            break
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            _write(report, batch)
            if progress is not None:
                progress(report.rows)
            batch = []
    _write(report, batch)
    return report


@transaction.atomic
def _write(report: Import, rows: list[Row]) -> None:
    for row in rows:
        report.rows += 1
        try:
            if row.problem:
                raise RefusedRowError(row.problem, "")
            record = read_record(row.cells)
            _add(record)
        except RefusedRowError as refused:
            report.refused += 1
            _note(report, row.number, refused.note, refusal=True)
            continue
        report.added += 1
        report.repaired += bool(record.notes)
        for note in record.notes:
            _note(report, row.number, note)
    report.save()


def _add(record: Record) -> None:
    if record.isbn:
        if Edition.objects.filter(isbn=record.isbn).exists():
            raise RefusedRowError("already-there", "isbn", record.isbn)
    elif _same_without_isbn(record):
        raise RefusedRowError("already-there", "title", record.title[:200])
    book = Book.objects.create(
        title=record.title,
        other_title=record.other_title,
        slug=free_slug(Book, record.title, "book"),
        language=record.language,
        year=record.year,
        source=Book.Source.IMPORTED,
    )
    book.authors.set([_author(name) for name in record.authors])
    Edition.objects.create(book=book, isbn=record.isbn)
    search.index(book)


def _same_without_isbn(record: Record) -> bool:
    return Book.objects.filter(title=record.title, authors__name=record.authors[0]).exists()


def _author(name: str) -> Author:
    found = Author.objects.filter(name=name).first()
    return found or Author.objects.create(name=name, slug=free_slug(Author, name, "author"))


def _note(report: Import, row: int, note: Note, *, refusal: bool = False) -> None:
    ImportNote.objects.create(
        of=report,
        row=row,
        refusal=refusal,
        code=note.code,
        column=note.column,
        was=note.was,
        became=note.became,
    )
