"""The health of a database file: are the planner's statistics true, is space lying idle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from tenfold.queries.report import Finding
from tenfold.queries.schema import OWN
from tenfold.settings import show_size

FACTOR = 2
"""Statistics are stale where a table has so many times more or fewer rows than they say."""
SMALL = 100
"""The planner does well on tables of so few rows, whatever the statistics say."""
IDLE_SHARE = 0.1
IDLE_BYTES = 1_000_000
_MOST_NAMED = 5

Stat1 = Sequence[tuple[str, str | None, str | None]]
"""Rows of sqlite_stat1: table, index, numbers."""

_KEEP = (
    "From then on run PRAGMA optimize; before a connection closes, or once a day: it analyzes again"
    " what has changed."
)


def judge_statistics(
    stat1: Stat1 | None,
    rows: Mapping[str, int],
    indexes: Mapping[str, str] | None = None,
    *,
    partial: Sequence[str] = (),
) -> list[Finding]:
    """Say whether the statistics that the planner works with are there, whole and true.

    Args:
        stat1: The rows of sqlite_stat1; None where there is no such table.
        rows: How many rows each table has now.
        indexes: The table of each index.
        partial: The indexes that hold only some rows, and so say nothing of the table's size.
    """
    owners = {name.lower(): table for name, table in (indexes or {}).items()}
    sizes = {table.lower(): (table, count) for table, count in rows.items()}
    large = [table for table, count in sizes.values() if count > SMALL]
    if not stat1:
        return _missing(large) if owners or indexes is None else []
    some = {name.lower() for name in partial}
    said = _Said(_counted(stat1, some), {index.lower() for _, index, _ in stat1 if index})
    # A partial index that holds no row has no statistics, and needs none.
    whole = {name: table for name, table in owners.items() if name not in some}
    return [*said.stale(sizes), *said.incomplete(whole, sizes)]


def read_stat1(connection: apsw.Connection) -> Stat1 | None:
    """The rows of sqlite_stat1; None where there is no such table."""
    there = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'"
    if not connection.execute(OWN + there).fetchall():
        return None
    rows: list[Any] = connection.execute(OWN + "SELECT tbl, idx, stat FROM sqlite_stat1").fetchall()
    return rows


def read_space(connection: apsw.Connection) -> tuple[int, int, int, int]:
    """The pages of the file, the free ones, the size of a page and the mode of auto_vacuum."""
    pages, free, size, mode = (
        _number(connection, name)
        for name in ("page_count", "freelist_count", "page_size", "auto_vacuum")
    )
    return pages, free, size, mode


def read_sizes(connection: apsw.Connection) -> dict[str, int]:
    """The bytes that each table and index takes, by its name."""
    rows = connection.execute(
        f"{OWN}SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name"
    )
    return {str(name): int(size) for name, size in rows}


def _number(connection: apsw.Connection, pragma: str) -> int:
    rows: list[Any] = connection.execute(f"{OWN}PRAGMA main.{pragma}").fetchall()
    return int(rows[0][0])


def _missing(tables: Sequence[str]) -> list[Finding]:
    if not tables:
        return []
    return [
        Finding(
            kind="statistics",
            what=(
                "There are no statistics (sqlite_stat1): the planner guesses how selective each"
                f" index is, on {_named(tables)}."
            ),
            fix=f"ANALYZE; once. {_KEEP}",
        )
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """What sqlite_stat1 says."""

    counts: Mapping[str, int]
    indexes: set[str]

    def stale(self, sizes: Mapping[str, tuple[str, int]]) -> list[Finding]:
        """Tables whose row counts are far from what is there."""
        off = []
        for key, (table, now) in sizes.items():
            then = self.counts.get(key)
            if then is None or max(now, then) <= SMALL:
                continue
            ratio = max(now, 1) / max(then, 1)
            if ratio > FACTOR or ratio < 1 / FACTOR:
                off.append((max(ratio, 1 / ratio), table, then, now))
        if not off:
            return []
        off.sort(key=lambda one: (-one[0], one[1]))
        told = [f"{table} had {then:,} rows and has {now:,}" for _, table, then, now in off]
        return [
            Finding(
                kind="statistics",
                what=f"The planner's statistics are out of date: {_named(told, '; ')}.",
                fix=f"ANALYZE; once. {_KEEP}",
            )
        ]

    def _knows(self, index: str, table: str) -> bool:
        # The primary key of a table without rowids stands there under the table's own name.
        own = index.startswith("sqlite_autoindex_") and table.lower() in self.indexes
        return own or index in self.indexes

    def incomplete(
        self, owners: Mapping[str, str], sizes: Mapping[str, tuple[str, int]]
    ) -> list[Finding]:
        """Indexes, on tables with rows, that were made after the last ANALYZE."""
        without = [
            name
            for name, table in owners.items()
            if not self._knows(name, table) and sizes.get(table.lower(), ("", 0))[1] > SMALL
        ]
        if not without:
            return []
        count = "1 index has" if len(without) == 1 else f"{len(without):,} indexes have"
        return [
            Finding(
                kind="statistics",
                what=f"{count} no statistics, so the planner guesses: {_named(without)}.",
                fix=f"ANALYZE; once. {_KEEP}",
            )
        ]


def _counted(stat1: Stat1, partial: set[str]) -> dict[str, int]:
    """The rows of each table as its statistics have them."""
    found: dict[str, int] = {}
    for table, index, numbers in stat1:
        first = (numbers or "").split(" ")[0]
        if (index or "").lower() in partial or not first.isdigit():
            continue
        found[table.lower()] = max(found.get(table.lower(), 0), int(first))
    return found


def judge_space(
    page_count: int, freelist_count: int, page_size: int, auto_vacuum: int
) -> list[Finding]:
    """Say whether much of the file is pages that nothing uses.

    Args:
        page_count: Pages of the file.
        freelist_count: Those that nothing uses.
        page_size: Bytes of a page.
        auto_vacuum: 0 none, 1 full, 2 incremental.
    """
    idle = freelist_count * page_size
    if not page_count or freelist_count / page_count <= IDLE_SHARE or idle <= IDLE_BYTES:
        return []
    whole = page_count * page_size
    if auto_vacuum == 2:
        fix = (
            "PRAGMA incremental_vacuum; gives the free pages back to the disk. It moves pages and"
            " holds the write lock meanwhile: PRAGMA incremental_vacuum(1000); does it by parts."
        )
    else:
        fix = (
            f"VACUUM; frees {show_size(idle)}. It writes the database anew: nobody else may use it"
            f" meanwhile, and the disk needs up to twice its size, {show_size(2 * whole)}. If the"
            " app will soon fill these pages again, leave them."
        )
    return [
        Finding(
            kind="space",
            what=(
                f"{freelist_count / page_count:.0%} of the file is free pages:"
                f" {show_size(idle)} of {show_size(whole)}."
            ),
            fix=fix,
        )
    ]


def _named(names: Sequence[str], between: str = ", ") -> str:
    more = len(names) - _MOST_NAMED
    listed = between.join(names[:_MOST_NAMED])
    return f"{listed}{between}and {more:,} more" if more > 0 else listed
