"""From the shapes of a workload to candidates that SQLite's planner would use for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import apsw

from tenfold.queries.candidates import Wish, candidates_for, foreign_key_candidates
from tenfold.queries.expressions import wrapped_columns
from tenfold.queries.index import Candidate
from tenfold.queries.needs import UNKNOWN, Comparison, Need, Observer, constants
from tenfold.queries.options import Proposal
from tenfold.queries.parameters import inline
from tenfold.queries.resolve import Resolved
from tenfold.queries.schema import Schema, quote
from tenfold.queries.shapes import Shape
from tenfold.queries.statistics import TableStatistics, read_statistics, sample_expression
from tenfold.queries.whatif import WhatIf

OBSERVED = 20
"""Calls of a shape that are looked at to see which of its values never vary."""


@dataclass(slots=True)
class Advice:
    """What could be tried: proposals for each shape, and how many candidates were thought of."""

    proposals: list[Proposal]
    thought_of: int
    statistics: dict[str, TableStatistics]


def advise(
    connection: apsw.Connection,
    schema: Schema,
    resolved: Resolved,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Advice:
    """Think of candidates for every shape and keep those that the planner would choose."""
    statistics = read_statistics(connection, schema)
    adviser = _Adviser(connection, schema, statistics, foreign_keys=resolved.foreign_keys)
    proposals = []
    for at, shape in enumerate(resolved.shapes):
        progress("thinking", at, len(resolved.shapes))
        proposals.append(adviser.proposal(shape, resolved.tables[shape.id]))
    adviser.close()
    return Advice(proposals, len(adviser.thought_of), statistics)


class _Adviser:
    def __init__(
        self,
        connection: apsw.Connection,
        schema: Schema,
        statistics: Mapping[str, TableStatistics],
        *,
        foreign_keys: bool,
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._statistics = statistics
        self._foreign_keys = foreign_keys
        self._observer = Observer(schema)
        self._whatif = WhatIf(connection, schema, statistics)
        self.thought_of: set[Candidate] = set()

    def close(self) -> None:
        self._observer.close()
        self._whatif.close()

    def proposal(self, shape: Shape, tables: frozenset[str]) -> Proposal:
        narrow: dict[Candidate, None] = {}
        wide: dict[Candidate, None] = {}
        for wish in self._wishes(shape):
            table = self._schema.tables[wish.need.table]
            statistics = self._statistics[table.name]
            narrow |= dict.fromkeys(candidates_for(wish, table, statistics, covering=False))
            wide |= dict.fromkeys(candidates_for(wish, table, statistics, covering=True))
        self.thought_of.update(narrow, wide)
        call = shape.distinct[0]
        whole = [c for c in narrow if not c.where]
        partial = [c for c in narrow if c.where]
        finding = dict.fromkeys(
            [*self._whatif.chosen(call, whole), *self._whatif.chosen(call, partial)]
        )
        finding |= dict.fromkeys(self._for_foreign_keys(shape, tables))
        everything = [*narrow, *(c for c in wide if c not in narrow)]
        return Proposal(shape, tables, list(finding), self._whatif.chosen(call, everything))

    def _wishes(self, shape: Shape) -> list[Wish]:
        calls = shape.sample(OBSERVED)
        needs = self._observer.needs(calls[0].sql, calls[0].parameters)
        if not needs:
            return []
        same = constants(needs)
        for call in calls[1:]:
            same &= constants(self._observer.needs(call.sql, call.parameters))
        shares = self._shares(shape)
        expressions = [
            (table, text)
            for table, text in wrapped_columns(shape.example, self._schema)
            if sample_expression(
                self._connection, self._schema.tables[table], self._statistics[table], text
            )
        ]
        return [
            Wish(
                need,
                tuple(c for c in need.comparisons if self._never_varies(need, c, same, len(calls))),
                tuple(text for table, text in expressions if table == need.table),
                shares.get(need.table, {}),
            )
            for need in needs
        ]

    def _never_varies(
        self, need: Need, comparison: Comparison, same: set[tuple[str, Comparison]], calls: int
    ) -> bool:
        """Tell whether a value is part of the statement rather than of one call.

        Where only one or two calls were seen, a column of few values (a status) is taken for it.
        """
        if (need.table, comparison) not in same:
            return False
        if calls > 2 or "NULL" in comparison.operator:
            return True
        return self._statistics[need.table].distinct(quote(comparison.column)) <= 20

    def _shares(self, shape: Shape) -> dict[str, dict[str, float]]:
        """What share of the rows the equalities of the calls leave, by table and column."""
        seen: dict[tuple[str, str], list[float]] = {}
        for call in shape.sample(5):
            for need in self._observer.needs(inline(call.sql, call.parameters)):
                statistics = self._statistics[need.table]
                for c in need.comparisons:
                    if c.operator == "IS NULL" or (c.operator == "=" and c.value != UNKNOWN):
                        share = statistics.matching(quote(c.column), c.operator, c.value)
                        seen.setdefault((need.table, c.column), []).append(share)
        found: dict[str, dict[str, float]] = {}
        for (table, column), shares in seen.items():
            found.setdefault(table, {})[column] = sum(shares) / len(shares)
        return found

    def _for_foreign_keys(self, shape: Shape, tables: frozenset[str]) -> list[Candidate]:
        """Child columns by which a foreign key is checked when a parent row goes or changes."""
        if not self._foreign_keys or shape.kind != "write":
            return []
        return [
            candidate
            for child in self._schema.tables.values()
            for candidate in foreign_key_candidates(child, tables)
            if child.name in tables and self._statistics[child.name].rows
        ]
