"""Group the statements of a workload by their fingerprint, and pick the calls to replay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tenfold.queries.fingerprint import Fingerprint, fingerprint
from tenfold.queries.lexer import tokens
from tenfold.queries.parameters import Parameters
from tenfold.queries.settled import is_settled
from tenfold.queries.workload import Statement

Kind = Literal["read", "write"]

SESSION_WORDS = {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "EXPLAIN"}
"""Statements that belong to a session and are not replayed: they neither read nor write rows."""
SCHEMA_WORDS = {"CREATE", "DROP", "ALTER", "REINDEX", "VACUUM", "ANALYZE", "ATTACH", "DETACH"}
"""Statements that change the schema; a workload is what an app does between such changes."""


@dataclass(frozen=True, slots=True)
class Call:
    """A statement with the values it was called with, and how often it was called so."""

    sql: str
    parameters: Parameters
    calls: int
    milliseconds: float | None = None
    """The slowest that was recorded."""


@dataclass(slots=True)
class Shape:
    """All calls of one fingerprint."""

    fingerprint: Fingerprint
    kind: Kind
    statements: list[Statement] = field(default_factory=list)
    distinct: list[Call] = field(default_factory=list)
    """Its calls, equal ones together, in the order in which they first came."""

    @property
    def id(self) -> str:
        """The short name of the fingerprint."""
        return self.fingerprint.id

    @property
    def calls(self) -> int:
        """How often the app ran it."""
        return sum(call.calls for call in self.distinct)

    @property
    def example(self) -> str:
        """One statement as the app wrote it."""
        return self.statements[0].sql

    @property
    def ordered(self) -> bool:
        """Its outermost SELECT has an ORDER BY, so the order of its rows counts."""
        return has_order(self.example)

    @property
    def unsteady(self) -> bool:
        """It asks for chance or the time: its rows may differ from one run to the next."""
        return not all(is_settled(call.sql, call.parameters) for call in self.distinct)

    def sample(self, most: int) -> list[Call]:
        """Up to `most` calls that stand for all: the slowest recorded, then evenly spread ones."""
        if len(self.distinct) <= most:
            return list(self.distinct)
        slowest = max(
            range(len(self.distinct)), key=lambda at: (self.distinct[at].milliseconds or 0.0, -at)
        )
        spread = [round(n * (len(self.distinct) - 1) / max(1, most - 1)) for n in range(most)]
        if self.distinct[slowest].milliseconds and slowest not in spread:
            spread[len(spread) // 2] = slowest
        return [self.distinct[at] for at in sorted(set(spread))]

    def weights(self, calls: Sequence[Call]) -> list[float]:
        """How many of all calls each of these stands for: those like it, and what is nearest.

        The slowest recorded was picked for being unlike the others, and stands for itself alone.
        """
        places = {id(call): at for at, call in enumerate(self.distinct)}
        picked = [places[id(call)] for call in calls]
        found = {at: float(self.distinct[at].calls) for at in picked}
        slowest = max(picked, key=lambda at: (self.distinct[at].milliseconds or 0.0, -at))
        alike = [at for at in picked if at != slowest or not self.distinct[at].milliseconds]
        for at, call in enumerate(self.distinct):
            if at not in found:
                nearest = min(alike or picked, key=lambda place: (abs(place - at), place))
                found[nearest] += call.calls
        return [found[at] for at in picked]


def group(statements: Iterable[tuple[Statement, Kind]]) -> list[Shape]:
    """Put statements of one fingerprint together, in the order in which they first came."""
    shapes: dict[str, Shape] = {}
    for statement, kind in statements:
        mark = fingerprint(statement.sql)
        shape = shapes.setdefault(mark.id, Shape(mark, kind))
        shape.statements.append(statement)
    for shape in shapes.values():
        shape.distinct = _distinct(shape.statements)
    return list(shapes.values())


def _distinct(statements: Sequence[Statement]) -> list[Call]:
    found: dict[tuple[str, str], Call] = {}
    for s in statements:
        key = (s.sql, repr(s.parameters))
        seen = found.get(key)
        slowest = max(
            (ms for ms in (s.milliseconds, seen and seen.milliseconds) if ms), default=None
        )
        calls = s.calls + (seen.calls if seen else 0)
        found[key] = Call(s.sql, s.parameters, calls, slowest)
    return list(found.values())


def first_word(sql: str) -> str:
    """The first keyword of a statement, in capitals."""
    return next((token.upper for token in tokens(sql) if token.kind == "word"), "")


def has_order(sql: str) -> bool:
    """Tell whether the outermost query has an ORDER BY."""
    depth = 0
    previous = ""
    for token in tokens(sql):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.upper == "BY" and previous == "ORDER":
            return True
        previous = token.upper if token.kind == "word" else ""
    return False
