"""Run a statement on a clone and measure it: exact steps and pages, time, a digest of its rows.

SQLite counts the steps of its virtual machine for each statement (sqlite.org/c3ref/
c_stmtstatus_counter.html) and the pages a connection asks its cache for and writes
(sqlite.org/c3ref/c_dbstatus_options.html). Both are the same at every run and on every machine.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from tenfold.queries.parameters import Parameters

PAGE_FETCH = 4
"""What it costs to find a page in the cache, in steps: about 80 ns against about 20 ns."""
PAGE_WRITE = 1_000
"""What it costs to write one changed page, in steps: into the log, and from there into the file."""

REFUSALS = (apsw.ConstraintError, apsw.SQLError, apsw.MismatchError, apsw.BindingsError)
"""What a statement can meet when it runs, though it could be prepared: a row that is there already,
text that is no JSON, a search that full-text search can't read."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of one statement."""

    steps: int
    """Steps of SQLite's virtual machine; where it was stopped, the steps until then."""
    page_fetches: int
    page_writes: int
    rows: int
    """Rows returned, or changed."""
    scanned: int
    """Steps of full scans: rows that were read only to be looked at."""
    sorted: int
    """Sorts that no index served."""
    automatic_indexes: int
    """Rows put into indexes that SQLite built for this one run."""
    nanoseconds: int
    """From the start until the last row was there."""
    digest: str
    """Of the rows, in their order."""
    set_digest: str
    """Of the rows, whatever their order."""
    finished: bool
    """False where the limit of steps was reached before the end."""

    @property
    def cost(self) -> int:
        """Steps, and what its pages cost, in steps: what the search weighs."""
        return self.steps + PAGE_FETCH * self.page_fetches + PAGE_WRITE * self.page_writes


class Meter:
    """Measures statements on one connection to a clone; whatever they write is rolled back."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._last: dict[str, Any] = {}
        connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, self._note, id=self)

    def _note(self, event: dict[str, Any]) -> None:
        # Full-text search runs statements of its own inside; the outermost one ends last.
        self._last = event

    def run(
        self, sql: str, parameters: Parameters = (), *, limit: int = 0, digest: bool = True
    ) -> Measure:
        """Run a read and measure it.

        Args:
            limit: Stop after this many steps; 0 for never.
            digest: Also read the rows into the digests; else they are only counted.

        Raises:
            apsw.Error: SQLite can't run it.
        """
        return self._measured(sql, parameters, limit, digest=digest)

    def change(self, sql: str, parameters: Parameters = (), *, limit: int = 0) -> Measure:
        """Run a write as a transaction of its own, measure it, and take it back.

        Raises:
            apsw.Error: SQLite can't run it, or a constraint forbids it.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            return self._measured(sql, parameters, limit, digest=False, flush=True)
        finally:
            # SQLite itself takes the whole transaction back where a write is stopped at its limit.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def effect(self, sql: str, parameters: Parameters = ()) -> str:
        """Run a write once more, unmeasured, and digest what it does to which rows; take it back.

        Each row that comes, goes or changes counts, whatever their order
        (sqlite.org/c3ref/preupdate_blobwrite.html).

        Raises:
            apsw.Error: SQLite can't run it, or a constraint forbids it.
        """
        total = count = 0

        def note(change: apsw.PreUpdate) -> None:
            nonlocal total, count
            values = (change.old or ()), (change.new or ())
            rows = [tuple(_canonical(value) for value in row) for row in values]
            text = repr((change.op, change.table_name, change.rowid, change.rowid_new, rows))
            one = hashlib.blake2b(text.encode(), digest_size=16).digest()
            total = (total + int.from_bytes(one, "big")) % (1 << 128)
            count += 1

        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.preupdate_hook(note, id=self)
        try:
            returned = _digests(connection.execute(sql, parameters or None))[1][1]
        finally:
            connection.preupdate_hook(None, id=self)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return f"{total:032x}:{count}:{returned}"

    def _measured(
        self, sql: str, parameters: Parameters, limit: int, *, digest: bool, flush: bool = False
    ) -> Measure:
        connection = self._connection
        fetched, written = self._pages()
        changed = connection.total_changes()
        finished, rows, digests = True, 0, ("", "")
        self._last = {}
        ticks = _Ticks(min(limit, _MOST))
        connection.set_progress_handler(ticks, ticks.every)
        # SQLite's own clock for statements counts whole milliseconds.
        started = time.perf_counter_ns()
        try:
            cursor = connection.execute(sql, parameters or None)
            if digest:
                rows, digests = _digests(cursor)
            else:
                rows = sum(1 for _ in cursor)
        except apsw.InterruptError:
            finished = False
        finally:
            connection.set_progress_handler(None)
        if flush:
            connection.cache_flush()
        nanoseconds = time.perf_counter_ns() - started
        after_fetched, after_written = self._pages()
        status = self._last.get("stmt_status", {})
        return Measure(
            steps=ticks.steps(status.get("SQLITE_STMTSTATUS_VM_STEP", 0)),
            page_fetches=after_fetched - fetched,
            page_writes=after_written - written,
            rows=rows or connection.total_changes() - changed,
            scanned=status.get("SQLITE_STMTSTATUS_FULLSCAN_STEP", 0),
            sorted=status.get("SQLITE_STMTSTATUS_SORT", 0),
            automatic_indexes=status.get("SQLITE_STMTSTATUS_AUTOINDEX", 0),
            nanoseconds=nanoseconds,
            digest=digests[0],
            set_digest=digests[1],
            finished=finished,
        )

    def _pages(self) -> tuple[int, int]:
        status = self._connection.status
        fetched = status(apsw.SQLITE_DBSTATUS_CACHE_HIT)[0]
        fetched += status(apsw.SQLITE_DBSTATUS_CACHE_MISS)[0]
        return fetched, status(apsw.SQLITE_DBSTATUS_CACHE_WRITE)[0]


_MOST = (1 << 31) - 1
"""The most steps that SQLite's progress handler can be told to wait."""


class _Ticks:
    """Stops a statement at a limit; without one, counts how far SQLite's 32 bits have gone."""

    EVERY = 1 << 30

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._ticks = 0
        self.every = limit or self.EVERY

    def __call__(self) -> bool:
        self._ticks += 1
        return bool(self._limit)

    def steps(self, counted: int) -> int:
        """The true number of steps from SQLite's counter of 32 bits."""
        if self._limit:
            return self._limit if self._ticks else counted & 0xFFFF_FFFF
        steps = counted & 0xFFFF_FFFF
        while steps < self._ticks * self.EVERY:
            steps += 1 << 32
        return steps


def _digests(rows: Iterable[tuple[Any, ...]]) -> tuple[int, tuple[str, str]]:
    """Count the rows and digest them, in order and as a multiset."""
    ordered = hashlib.blake2b(digest_size=16)
    total = count = 0
    for row in rows:
        one = hashlib.blake2b(repr(tuple(_canonical(v) for v in row)).encode(), digest_size=16)
        ordered.update(one.digest())
        total = (total + int.from_bytes(one.digest(), "big")) % (1 << 128)
        count += 1
    return count, (ordered.hexdigest(), f"{total:032x}:{count}")


def _canonical(value: Any) -> Any:
    # A sum of floats depends on the order of adding in its last bits: ten digits count.
    return float(f"{value:.9e}") if isinstance(value, float) else value
