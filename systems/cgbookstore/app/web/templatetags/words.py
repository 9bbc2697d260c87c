"""Money, years and covers, as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django import template
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()
COVERS = 12
"""Colours that a drawn cover may have; site.css names them cover-0 to cover-11."""
LOCALES = {"pt-br": "pt_BR", "en": "en_US"}


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount in reais, written as the reader's language does."""
    if amount is None:
        return ""
    return format_currency(amount, "BRL", locale=LOCALES.get(get_language() or "en", "en_US"))


@register.filter
def year(value: int | None) -> str:
    """A year, those before our era named as such, and never with a thousands separator."""
    if value is None:
        return ""
    if value < 0:
        return _("%(year)s BCE") % {"year": str(-value)}
    return str(value)


@register.filter
def plain(value: int) -> str:
    """A number as it is stored: for addresses and fields, never for reading."""
    return str(value)


@register.filter
def cover(key: int) -> str:
    """The class that colours a book's drawn cover: always the same for the same book."""
    return f"cover-{key * 7 % COVERS}"


@register.filter
def names(people: Iterable[Any]) -> str:
    """The names of several people, one after the other."""
    return ", ".join(str(person) for person in people)


@register.filter
def stars(rating: float) -> str:
    """A rating of one to five as stars."""
    full = round(rating)
    return "★" * full + "☆" * (5 - full)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own query string with some of its values changed, or dropped where empty."""
    values: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            values.pop(key, None)
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}"
