"""How many things one question may ask for."""

from __future__ import annotations

from typing import Any

MOST = 2_000
PAGE = 100


class TooMuchError(Exception):
    """A question that asks for too many things at once."""


def take(info: Any, first: int) -> int:
    """Count things that are about to be read against the question's budget."""
    wanted = max(0, min(first, PAGE))
    request = info.context.request
    spent = getattr(request, "graphql_spent", 0) + wanted
    if spent > MOST:
        raise TooMuchError(f"A question may ask for {MOST} things; ask for fewer at a time.")
    request.graphql_spent = spent
    return wanted
