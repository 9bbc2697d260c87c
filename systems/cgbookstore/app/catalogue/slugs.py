"""Addresses made of titles and names, told apart where they would be the same."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

LONGEST = 80


def free_slug(
    model: type[Any], text: str, fallback: str, reserved: frozenset[str] = frozenset()
) -> str:
    """An address that no other record has: `dom-casmurro`, else `dom-casmurro-2`, and so on.

    Args:
        reserved: Addresses that pages of their own have.
    """
    base = slugify(text)[:LONGEST].strip("-") or fallback
    if base not in reserved and not model.objects.filter(slug=base).exists():
        return base
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
