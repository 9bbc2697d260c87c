"""How the list of books is narrowed and sorted, read from the address and never trusted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.languages import LANGUAGES
from systems.cgbookstore.app.catalogue.models import Book, Category

SORTS = {
    "newest": ("-added", "-pk"),
    "title": ("title", "pk"),
    "year": ("year", "pk"),
}


class BookFilter(forms.Form):
    """What a visitor may ask the list for."""

    q = forms.CharField(label=_("Title or author"), required=False, max_length=search.LONGEST)
    category = forms.ModelChoiceField(
        Category.objects.all(),
        to_field_name="slug",
        required=False,
        label=_("Category"),
        empty_label=_("Every category"),
    )
    language = forms.ChoiceField(
        choices=[("", _("Every language")), *LANGUAGES.items()], required=False, label=_("Language")
    )
    least = forms.DecimalField(label=_("Price from"), required=False, min_value=Decimal(0))
    most = forms.DecimalField(label=_("to"), required=False, min_value=Decimal(0))
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Best match")),
            ("newest", _("Newest here")),
            ("title", _("Title")),
            ("year", _("Year")),
        ],
    )


def chosen(values: dict[str, Any]) -> QuerySet[Book] | list[Book]:
    """The books that were asked for, in the order that was asked for."""
    books = Book.objects.prefetch_related("authors", "editions")
    if category := values.get("category"):
        books = books.filter(categories=category)
    if language := values.get("language"):
        books = books.filter(language=language)
    if (least := values.get("least")) is not None:
        books = books.filter(editions__price__gte=least)
    if (most := values.get("most")) is not None:
        books = books.filter(editions__price__lte=most)
    order = SORTS.get(values.get("sort") or "")
    if text := values.get("q"):
        return _matching(books, text, order)
    return books.distinct().order_by(*(order or SORTS["newest"]))


def _matching(
    books: QuerySet[Book], text: str, order: tuple[str, ...] | None
) -> QuerySet[Book] | list[Book]:
    keys = search.find(text)
    books = books.filter(pk__in=keys).distinct()
    if order:
        return books.order_by(*order)
    place = {key: number for number, key in enumerate(keys)}
    return sorted(books, key=lambda book: place[book.pk])
