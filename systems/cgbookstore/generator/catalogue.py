"""Authors, publishers, books and editions: the catalogue's own, multiplied by made-up ones."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.utils.text import slugify

from systems.cgbookstore.app.catalogue.imports.isbn import check_digit
from systems.cgbookstore.app.catalogue.models import Author, Book, Category, Edition, Publisher
from systems.cgbookstore.app.catalogue.search import INSERT
from systems.cgbookstore.generator import words
from systems.cgbookstore.generator.chunks import Stage, chunks_of, span
from systems.cgbookstore.generator.plan import NOW, Plan, chance, moment
from systems.cgbookstore.generator.works import Work, Writer, read_works

CATEGORIES = {
    "novel": ("Novels", "Romances"),
    "stories": ("Short stories", "Contos"),
    "poetry": ("Poetry", "Poesia"),
    "drama": ("Drama", "Teatro"),
    "epic": ("Epics and myths", "Épicos e mitos"),
    "philosophy": ("Philosophy", "Filosofia"),
    "essays": ("Essays", "Ensaios"),
    "history": ("History", "História"),
    "memoir": ("Memoirs", "Memórias"),
    "children": ("For children", "Infantil"),
    "adventure": ("Adventure", "Aventura"),
    "mystery": ("Mystery", "Mistério"),
    "gothic": ("Gothic and fantastic", "Gótico e fantástico"),
    "science-fiction": ("Science fiction", "Ficção científica"),
}
SIZE = 2000
BINDINGS = [Edition.Format.PAPERBACK, Edition.Format.HARDCOVER, Edition.Format.POCKET]


class Catalogue:
    """What the shelves hold."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.works = read_works()
        self.writers = list(dict.fromkeys(work.writer for work in self.works))
        self.keys = {slug: number for number, slug in enumerate(CATEGORIES, 1)}

    def stages(self) -> list[Stage]:
        """Its parts, in the order in which they can be written."""
        plan = self.plan
        return [
            Stage("categories", 1, self._categories),
            Stage("publishers", 1, self._publishers),
            Stage("authors", chunks_of(plan.authors, SIZE), self._authors),
            Stage("books", chunks_of(plan.books, SIZE), self._books),
            Stage("search", 1, _index),
        ]

    def _categories(self, _chunk: int) -> None:
        Category.objects.bulk_create(
            Category(pk=self.keys[slug], slug=slug, name_en=english, name_pt=portuguese)
            for slug, (english, portuguese) in CATEGORIES.items()
        )

    def _publishers(self, chunk: int) -> None:
        dice = chance("publishers", chunk)
        Publisher.objects.bulk_create(
            Publisher(pk=key, name=name, slug=f"{slugify(name)}-{key}")
            for key in range(1, self.plan.publishers + 1)
            for name in [f"{dice.choice(words.KINDS)} {dice.choice(words.PRESSES)}"]
        )

    def _authors(self, chunk: int) -> None:
        dice = chance("authors", chunk)
        Author.objects.bulk_create(
            _author(key, self._writer(key, dice)) for key in span(self.plan.authors, SIZE, chunk)
        )

    def _writer(self, key: int, dice: random.Random) -> Writer:
        if key <= len(self.writers):
            return self.writers[key - 1]
        first, last = words.person(dice)
        return Writer(f"{first} {dice.choice(words.LAST)} {last}", dice.randrange(1930, 1996), None)

    def _books(self, chunk: int) -> None:
        dice = chance("books", chunk)
        books, links, kinds, editions = [], [], [], []
        for key in span(self.plan.books, SIZE, chunk):
            work = self._work(key, dice)
            real = key <= len(self.works)
            books.append(_book(key, work, real, dice))
            author = (
                self.writers.index(work.writer) + 1
                if real
                else dice.randrange(len(self.writers) + 1, self.plan.authors + 1)
            )
            links.append(Book.authors.through(book_id=key, author_id=author))
            category = self.keys[work.category]
            kinds.append(Book.categories.through(book_id=key, category_id=category))
            editions += self._editions(
                key, work, dice.choice([2, 3, 4] if real else [1, 1, 2]), dice
            )
        Book.objects.bulk_create(books)
        Book.authors.through.objects.bulk_create(links)
        Book.categories.through.objects.bulk_create(kinds)
        Edition.objects.bulk_create(editions)

    def _work(self, key: int, dice: random.Random) -> Work:
        if key <= len(self.works):
            return self.works[key - 1]
        language = "pt" if dice.random() < 0.6 else "en"
        title = words.made_up_title(dice, language)
        category = dice.choice(list(CATEGORIES))
        year = dice.randrange(1955, 2026)
        return Work(title, "", year, language, category, Writer("", None, None))

    def _editions(self, key: int, work: Work, count: int, dice: random.Random) -> list[Edition]:
        pages = dice.randrange(80, 900)
        return [
            Edition(
                book_id=key,
                publisher_id=dice.randrange(1, self.plan.publishers + 1),
                isbn=_isbn(key, number),
                format=BINDINGS[number % len(BINDINGS)],
                year=dice.randrange(max(1990, min(work.year, 2025)), 2026),
                pages=pages + 8 * number,
                price=Decimal(dice.randrange(1990, 11990, 100)) / 100,
                stock=0 if dice.random() < 0.08 else dice.randrange(5, 400),
            )
            for number in range(count)
        ]


def _author(key: int, writer: Writer) -> Author:
    slug = f"{slugify(writer.name)}-{key}"
    return Author(pk=key, name=writer.name, slug=slug, born=writer.born, died=writer.died)


def _book(key: int, work: Work, real: bool, dice: random.Random) -> Book:  # noqa: FBT001
    return Book(
        pk=key,
        title=work.title,
        other_title=work.other_title,
        slug=f"{slugify(work.title)[:80] or 'book'}-{key}",
        language=work.language,
        year=work.year,
        source=Book.Source.CATALOGUE if real else Book.Source.SAMPLE,
        # The catalogue's own came last, so that the shop's window shows books that exist.
        added=NOW - timedelta(minutes=key) if real else moment(dice) - timedelta(days=2),
    )


def _isbn(book: int, number: int) -> str:
    # 979-9 is a range that the ISBN agency has given to nobody: no real book has such a number.
    twelve = f"9799{book:07d}{number}"
    return twelve + check_digit(twelve)


def _index(_chunk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_search")
        cursor.execute(INSERT)
