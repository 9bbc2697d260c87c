"""Full-text search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.models import Author, Book


@pytest.fixture
def book(database: None) -> Book:
    """A book with accents."""
    author = Author.objects.create(name="José de Alencar", slug="jose")
    made = Book.objects.create(title="O Sertão Não Tem Fim", slug="sertao")
    made.authors.add(author)
    search.index(made)
    return made


@pytest.mark.parametrize("text", ["sertao", "SERTÃO", "sert", "jose fim", "alencar"])
def test_accents_case_and_beginnings(text: str, book: Book) -> None:
    """A book is found by any of its words or its author's, without accents, or by a beginning."""
    assert search.find(text) == [book.pk]


def test_all_words_count(book: Book) -> None:
    """A book that lacks one of the words isn't found."""
    assert search.find("sertao machado") == []


def test_a_book_that_is_gone(book: Book) -> None:
    """A book that was deleted isn't found any more."""
    book.delete()
    assert search.find("sertao") == []


@pytest.mark.parametrize(
    "text", ['"', "a OR b", "title:x", "NEAR(a b)", "*", "'; DROP TABLE x;--", "-"]
)
def test_operators_are_words(text: str, book: Book) -> None:
    """Nothing that a person types is an operator of the search."""
    assert search.find(text) == []


@given(st.text())
def test_any_text(text: str) -> None:
    """Every text gives an expression of quoted words."""
    expression = search.expression_of(text)
    assert all(word.startswith('"') and word.endswith('"*') for word in expression.split())
