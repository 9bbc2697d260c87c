"""Counts the SQL statements of a request, of DuckDB and of SQLite alike."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Count:
    """How many statements ran so far."""

    value: int = 0


_current: ContextVar[Count | None] = ContextVar("statements", default=None)


def start() -> Count:
    """Count from zero in this context; threads that it starts count with it."""
    count = Count()
    _current.set(count)
    return count


def note(number: int = 1) -> None:
    """Say that statements ran."""
    count = _current.get()
    if count is not None:
        count.value += number
