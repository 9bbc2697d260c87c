"""What an answer consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of an answer's table."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Chart:
    """How the table is best drawn."""

    type: str
    x: str
    y: str
    title: str


@dataclass(frozen=True)
class Source:
    """Where an answer's numbers are from."""

    file: str
    rows: int
    version: str
    first_day: str
    last_day: str
    derived: bool


@dataclass(frozen=True)
class Answer:
    """The reply to a question; not KNOWN is a reply as well."""

    question: str
    text: str
    known: bool
    provider: str
    outcome: str
    columns: tuple[Column, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    cut: bool = False
    chart: Chart | None = None
    sql: str | None = None
    query: str | None = None
    source: Source | None = None
    reason: str | None = None
    detail: str | None = None
    milliseconds: int = 0
