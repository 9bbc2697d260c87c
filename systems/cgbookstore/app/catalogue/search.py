"""Full-text search over titles and authors: SQLite's FTS5, blind to accents."""

from __future__ import annotations

import re

from django.db import connection

from systems.cgbookstore.app.catalogue.models import Book

BEST = 1000
"""Matches that are looked at; a search that finds more is too wide to be read anyway."""
LONGEST = 200

INSERT = """
INSERT INTO catalogue_search (rowid, title, other_title, authors)
SELECT book.id, book.title, book.other_title, COALESCE((
    SELECT group_concat(author.name, ' ')
    FROM catalogue_book_authors AS link
    JOIN catalogue_author AS author ON author.id = link.author_id
    WHERE link.book_id = book.id), '')
FROM catalogue_book AS book
"""
FIND = """
SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s
ORDER BY bm25(catalogue_search, 10, 8, 5), rowid LIMIT %s
"""


def find(text: str) -> list[int]:
    """The keys of the books that hold every word, or its beginning; the best first."""
    expression = expression_of(text)
    if not expression:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIND, [expression, BEST])
        return [row[0] for row in cursor.fetchall()]


def expression_of(text: str) -> str:
    """What a person typed, as FTS5 reads it: words only, so that nothing of it is an operator."""
    words = re.findall(r"[^\W_]+", text[:LONGEST])
    return " ".join(f'"{word}"*' for word in words)


def index(book: Book) -> None:
    """Note a book's words anew; called whenever it or its authors change."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_search WHERE rowid = %s", [book.pk])
        cursor.execute(INSERT + "WHERE book.id = %s", [book.pk])


def forget(book_id: int) -> None:
    """Drop a book that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_search WHERE rowid = %s", [book_id])
