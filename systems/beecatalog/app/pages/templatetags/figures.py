"""Numbers and money as the reader's language writes them."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, format_decimal
from django import template
from django.utils.translation import get_language

register = template.Library()


def locale() -> str:
    """The reader's language as Babel calls it."""
    return "pt_BR" if (get_language() or "").startswith("pt") else "en"


@register.filter
def count(number: int) -> str:
    """A count: 12.345 or 12,345."""
    return format_decimal(number, locale=locale())


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount in reais; nothing where it isn't known."""
    return "" if amount is None else format_currency(amount, "BRL", locale=locale())


@register.filter
def at(mapping: dict[str, object], key: str) -> object:
    """What a mapping has for a key."""
    return mapping.get(key, "")
