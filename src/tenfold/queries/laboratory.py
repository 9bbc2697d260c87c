"""A clone on which candidates are built once, then shown to the planner or hidden from it.

Hiding an index is a change of the schema table alone: its pages stay where they are, and so a set
of indexes can be tried in about a millisecond. Its statistics are hidden with it, because SQLite
would take the row count of a partial index that it doesn't know for the table's. Clones only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import apsw

from tenfold.queries.index import Candidate
from tenfold.queries.meter import Measure, Meter
from tenfold.queries.schema import OWN, quote
from tenfold.queries.shapes import Call, Shape

CACHE_KIB = 262_144
"""The page cache of the laboratory, in KiB: large, so that a run doesn't depend on the last."""

SORT_KIB = 2_000
"""The page cache while an index is built, in KiB. It bounds what SQLite's sorter keeps unsorted:
runs that fit the processor's cache, sorted by a second thread, take less than half the time."""

_USES = re.compile(r"USING (?:COVERING )?INDEX (\S+)")
_STATISTICS = {"sqlite_stat1": "tbl, idx, stat", "sqlite_stat4": "tbl, idx, neq, nlt, ndlt, sample"}


def open_clone(path: Path) -> apsw.Connection:
    """Open a clone for measuring: nothing on it has to survive a crash."""
    connection = apsw.Connection(str(path), statementcachesize=0)
    for pragma in (
        "journal_mode = MEMORY",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        "temp_store = MEMORY",
        f"cache_size = -{CACHE_KIB}",
        "mmap_size = 0",
        "threads = 2",
    ):
        connection.execute(f"{OWN}PRAGMA {pragma}").fetchall()
    connection.set_busy_timeout(0)
    return connection


def build_index(connection: apsw.Connection, candidate: Candidate) -> None:
    """Build a candidate on a clone, on both cores.

    Raises:
        apsw.Error: SQLite can't build it.
    """
    run = connection.execute
    # The sorter works in runs, and in threads, only where it may write them to a file.
    run(f"{OWN}PRAGMA temp_store = FILE; PRAGMA cache_size = -{SORT_KIB}").fetchall()
    try:
        run(OWN + candidate.sql)
    except (apsw.CantOpenError, apsw.IOError, apsw.FullError):
        # No room for files, or no folder: sort in memory.
        run(f"{OWN}PRAGMA temp_store = MEMORY").fetchall()
        run(OWN + candidate.sql)
    finally:
        run(f"{OWN}PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{CACHE_KIB}").fetchall()


class Laboratory:
    """Candidates on a clone."""

    def __init__(self, path: Path, *, foreign_keys: bool = False) -> None:
        self.connection = open_clone(path)
        self.connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}").fetchall()
        self.connection.execute(f"{OWN}ANALYZE")
        self.meter = Meter(self.connection)
        self._rows: dict[str, tuple[Any, ...]] = {}
        self._statistics: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
        self._visible: set[str] = set()
        self._own: set[str] = set()
        self.bytes: dict[str, int] = {}
        """The size of each candidate that was built, in bytes."""

    def close(self) -> None:
        """Close the clone; the file is the caller's."""
        self.connection.close()

    def built(self, candidate: Candidate) -> bool:
        """Tell whether this candidate is there, shown or hidden."""
        return candidate.name in self._rows

    def build(self, candidate: Candidate) -> None:
        """Build an index and read its statistics; it is shown from then on.

        Raises:
            apsw.Error: SQLite can't build it.
        """
        run = self.connection.execute
        name = candidate.name
        pages = self._page_count()
        build_index(self.connection, candidate)
        self.bytes[name] = (self._page_count() - pages) * self._page_size()
        run(f"{OWN}ANALYZE {quote(name)}")
        self._note(name)

    def adopt(self, name: str) -> None:
        """Let an index that the database has be hidden as well."""
        self._note(name)
        self._own.add(name)

    def _note(self, name: str) -> None:
        run = self.connection.execute
        (self._rows[name],) = run(
            OWN + "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?",
            (name,),
        ).fetchall()
        self._statistics[name] = {
            table: run(f"{OWN}SELECT {columns} FROM {table} WHERE idx = ?", (name,)).fetchall()
            for table, columns in _STATISTICS.items()
        }
        self._visible.add(name)

    def show(self, candidates: Iterable[Candidate], *, without: str | None = None) -> None:
        """Make the planner see these candidates and no others.

        Args:
            without: An index of the database's own, adopted before, to be hidden.
        """
        wanted = {candidate.name for candidate in candidates} | (self._own - {without})
        if wanted == self._visible:
            return
        run = self.connection.execute
        run("BEGIN; PRAGMA writable_schema = ON")
        for name in sorted(self._visible - wanted):
            run("DELETE FROM sqlite_schema WHERE name = ?", (name,))
            for table in _STATISTICS:
                run(f"DELETE FROM {table} WHERE idx = ?", (name,))
        for name in sorted(wanted - self._visible):
            run("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", self._rows[name])
            for table, rows in self._statistics[name].items():
                marks = ", ".join("?" * (_STATISTICS[table].count(",") + 1))
                self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        run("COMMIT; PRAGMA writable_schema = RESET")
        self._visible = wanted

    def program(self, call: Call) -> str:
        """The program that SQLite would run for a call: equal programs do equal work."""
        rows = self.connection.execute("EXPLAIN " + call.sql, call.parameters or None)
        # Transaction holds the number of schema changes so far, which says nothing of the plan.
        return repr([row for row in rows if row[1] != "Transaction"])

    def plan(self, call: Call) -> list[tuple[int, int, str]]:
        """EXPLAIN QUERY PLAN: rows of id, parent's id, text."""
        rows = self.connection.execute("EXPLAIN QUERY PLAN " + call.sql, call.parameters or None)
        return [(row[0], row[1], row[3]) for row in rows]

    def uses(self, calls: Sequence[Call]) -> set[str]:
        """The names of the indexes that the plans of these calls use."""
        return {
            name for call in calls for _, _, text in self.plan(call) for name in _USES.findall(text)
        }

    def measure(self, shape: Shape, call: Call, limit: int = 0) -> Measure:
        """Run a call, a write as a transaction that is taken back."""
        if shape.kind == "write":
            return self.meter.change(call.sql, call.parameters, limit=limit)
        return self.meter.run(call.sql, call.parameters, limit=limit)

    def _page_count(self) -> int:
        pages: Any = self.connection.execute("PRAGMA page_count").get
        free: Any = self.connection.execute("PRAGMA freelist_count").get
        return int(pages) - int(free)

    def _page_size(self) -> int:
        size: Any = self.connection.execute("PRAGMA page_size").get
        return int(size)
