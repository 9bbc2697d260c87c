"""Ask SQLite's planner which candidates it would use, without building any.

A copy of the schema without data gets the candidates as real, empty indexes and statistics made up
from a sample (sqlite_stat1, sqlite.org/fileformat2.html#stat1tab): the planner decides by those
alone, so its choice costs a fraction of a millisecond. It is a sieve, never the proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import apsw

from tenfold.queries.index import Candidate
from tenfold.queries.schema import Schema, quote
from tenfold.queries.shapes import Call
from tenfold.queries.statistics import TableStatistics

ROUNDS = 2
_USES = re.compile(r"USING (?:COVERING )?INDEX (\S+)")


class WhatIf:
    """A copy of a schema in which indexes come and go for nothing."""

    def __init__(
        self, source: apsw.Connection, schema: Schema, statistics: Mapping[str, TableStatistics]
    ) -> None:
        self._statistics = statistics
        self._connection = apsw.Connection(":memory:", statementcachesize=0)
        self._rows: list[tuple[str, str | None, str]] = []
        for sql in _definitions(source):
            try:
                self._connection.execute(sql)
            except apsw.Error:
                # Needs a function or a module that this process doesn't have.
                continue
        for index in schema.indexes():
            if index.table in statistics:
                keys = [term.text for term in index.terms]
                self._rows.append((index.table, index.name, self._stat(index.table, keys, 1.0)))
        for name, table in statistics.items():
            if not any(row[0] == name for row in self._rows):
                self._rows.append((name, None, str(table.rows)))

    def close(self) -> None:
        """Free the copy."""
        self._connection.close()

    def chosen(self, call: Call, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Plan a statement with all candidates there, then without those it chose, and so on.

        Returns:
            The candidates that the planner used, its first choices first.
        """
        built = {c.name: c for c in candidates if self._build(c)}
        chosen: list[Candidate] = []
        try:
            for _ in range(ROUNDS):
                self._load(built.values())
                used = [built[name] for name in self._plan(call) if name in built]
                if not used:
                    break
                chosen += used
                for candidate in used:
                    del built[candidate.name]
                    self._connection.execute(f"DROP INDEX {quote(candidate.name)}")
        finally:
            for name in built:
                self._connection.execute(f"DROP INDEX {quote(name)}")
        return chosen

    def _build(self, candidate: Candidate) -> bool:
        try:
            self._connection.execute(candidate.sql)
        except apsw.Error:
            # A function that isn't deterministic, or a name that is no column after all.
            return False
        return True

    def _plan(self, call: Call) -> list[str]:
        explain = "EXPLAIN QUERY PLAN " + call.sql
        try:
            plan = self._connection.execute(explain, call.parameters or None).fetchall()
        except apsw.Error:
            return []
        return list(dict.fromkeys(n for row in plan for n in _USES.findall(str(row[3]))))

    def _load(self, candidates: Iterable[Candidate]) -> None:
        """Fabricate sqlite_stat1 for what is there now and make the planner read it."""
        run = self._connection.execute
        run("ANALYZE sqlite_schema")
        run("DELETE FROM sqlite_stat1")
        rows = [*self._rows]
        for c in candidates:
            share = self._share(c)
            rows.append((c.table, c.name, self._stat(c.table, c.columns, share)))
        self._connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", rows)
        run("ANALYZE sqlite_schema")

    def _share(self, candidate: Candidate) -> float:
        statistics = self._statistics[candidate.table]
        return statistics.where_share(candidate.where) if candidate.where else 1.0

    def _stat(self, table: str, keys: Sequence[str], share: float) -> str:
        statistics = self._statistics[table]
        rows = max(1, round(statistics.rows * share))
        per_key = [
            max(1, round(statistics.rows_per_key(keys[: n + 1]) * share)) for n in range(len(keys))
        ]
        return " ".join(str(number) for number in (rows, *per_key))


def _definitions(source: apsw.Connection) -> list[str]:
    """Tables first, then indexes and views; triggers play no part in choosing a plan."""
    return [
        sql
        for (sql,) in source.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%'"
            " ESCAPE '\\' AND type IN ('table', 'index', 'view') ORDER BY"
            " CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 ELSE 2 END, rowid"
        )
    ]
