"""Exact costs: SQLite's own virtual-machine steps, and the bytes that writes add to the WAL."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from benchmarks.recording import Params

Bound = tuple[str, Params]

# The counter is a C int: it comes back negative from 2^31 on, and starts anew at 2^32.
_WRAP = 1 << 32


@dataclass(frozen=True)
class Run:
    """One statement's steps and rows, with a digest of the rows in any order."""

    steps: int
    rows: int
    digest: str


class Meter:
    """Runs statements on one connection and reads their steps."""

    def __init__(self, database: Path, *, write: bool = False) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
        self.connection = apsw.Connection(str(database), flags=flags)
        self._profiles: list[dict[str, Any]] = []
        self.connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, self._profiles.append)

    def run(self, sql: str, params: Params = ()) -> Run:
        """Run to the end and return what it cost."""
        self._profiles.clear()
        bound = params if isinstance(params, Mapping) else tuple(params)
        rows = self.connection.execute(sql, bound).fetchall()
        status = self._profiles[-1]["stmt_status"]
        return Run(status["SQLITE_STMTSTATUS_VM_STEP"] % _WRAP, len(rows), digest(rows))

    def plan(self, sql: str, params: Params = ()) -> str:
        """The query plan in SQLite's words, a line a step."""
        bound = params if isinstance(params, Mapping) else tuple(params)
        rows = self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", bound)
        return "\n".join(str(row[3]) for row in rows)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """A digest of the rows that knows no order; real numbers count to nine digits."""
    lines = sorted(repr([f"{v:.9g}" if isinstance(v, float) else v for v in row]) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def copy_with(source: Path, target: Path, statements: Iterable[str]) -> Path:
    """Copy the database and run the statements on the copy."""
    for leftover in target.parent.glob(f"{target.name}*"):
        leftover.unlink()
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
        for sql in statements:
            connection.execute(sql)
    return target


def index_bytes(database: Path) -> dict[str, int]:
    """The size of each index that somebody created, by name."""
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        rows = connection.execute(
            "SELECT s.name, sum(d.pgsize) FROM dbstat AS d JOIN sqlite_schema AS s USING (name)"
            " WHERE s.type = 'index' AND s.sql IS NOT NULL GROUP BY s.name ORDER BY s.name"
        )
        return {str(name): int(size) for name, size in rows}
    finally:
        connection.close()


@dataclass(frozen=True)
class Writes:
    """What a list of writes cost, each in a transaction of its own."""

    wal_bytes: int
    steps: int


def write_cost(database: Path, writes: Iterable[Bound]) -> Writes:
    """Run the writes on the database (a copy!) and add up what they append to the WAL."""
    meter, steps = Meter(database, write=True), 0
    try:
        for pragma in ("journal_mode = WAL", "wal_autocheckpoint = 0", "synchronous = OFF"):
            meter.connection.execute(f"PRAGMA {pragma}").fetchall()
        for sql, params in writes:
            steps += meter.run(sql, params).steps
        # Frames are never reused without a checkpoint: the length is all that was written.
        return Writes(database.with_name(f"{database.name}-wal").stat().st_size, steps)
    finally:
        meter.close()
