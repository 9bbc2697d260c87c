"""One connection that changes a database that others use: it waits a little, and says why not."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from tenfold.errors import ChangeError
from tenfold.queries.schema import OWN

BUSY_SECONDS = 5.0
"""How long to wait for other programs; those who read meanwhile wait behind a commit that waits."""

IN_MEMORY = 512 << 20
"""Up to so many bytes of new indexes are held in memory until the commit.

Outside of WAL mode, pages that don't fit in memory can only be written while nobody reads.
"""


CACHE_KIB = 131_072
"""Memory to sort an index's keys in: the sooner it is built, the sooner others can write."""


class Session:
    """A connection to the original, for one transaction and the pragmas around it."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.interrupts = 0
        self.past_commit = False
        """Whether the transaction was committed, or may have been."""
        self._deadline = 0.0
        self.connection = apsw.Connection(
            str(path), flags=apsw.SQLITE_OPEN_READWRITE, statementcachesize=0
        )
        self.connection.set_busy_handler(self._wait)
        # SQLite comes back to Python now and then: there Ctrl-C is noticed.
        self.connection.set_progress_handler(lambda: False, 100_000)
        # EXTRA is FULL and, where a rollback journal is used, also syncs that it is gone.
        for pragma in ("synchronous = EXTRA", f"cache_size = -{CACHE_KIB}", "threads = 2"):
            self.run("PRAGMA " + pragma)

    def close(self) -> None:
        """Close the connection; what was not committed is taken back."""
        self.connection.close()

    def run(self, sql: str) -> list[tuple[object, ...]]:
        """Run one statement and return its rows."""
        return self.connection.execute(OWN + sql).fetchall()

    def number(self, pragma: str) -> int:
        """The value of a pragma that is a number."""
        return int(self.connection.execute(f"{OWN}PRAGMA {pragma}").get)

    def journal_mode(self) -> str:
        """`wal`, or what stands for all modes with a rollback journal: `delete`."""
        return str(self.connection.execute(OWN + "PRAGMA journal_mode").get)

    def set_journal_mode(self, mode: str) -> str | None:
        """Set the journal mode; where it can't be now, return why."""
        if self.journal_mode() == mode:
            return None
        try:
            self.run(f"PRAGMA journal_mode = {mode}")
        except apsw.Error as error:
            return f"the journal mode could not be set to {mode} ({_reason(error)})"
        if self.journal_mode() != mode:
            return f"the journal mode could not be set to {mode} (SQLite keeps the old one)"
        return None

    def begin(self, index_bytes: int = 0) -> None:
        """Begin the transaction; from now on others can read but not write."""
        if index_bytes <= IN_MEMORY and self.journal_mode() != "wal":
            self.run("PRAGMA cache_spill = OFF")
        self.run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Commit; Ctrl-C while it waits for others, under `hold_interrupts`, ends the waiting.

        Raises:
            KeyboardInterrupt: Ctrl-C was held back, and nothing was committed.
            apsw.Error: SQLite could not; whether it did is to be read from the schema.
        """
        if self.interrupts:
            raise KeyboardInterrupt
        self.past_commit = True
        try:
            self.connection.execute("COMMIT")
        except apsw.BusyError:
            self.rollback()
            if self.interrupts:
                raise KeyboardInterrupt from None
            raise

    def rollback(self) -> None:
        """Take back what was not committed, if anything."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
            self.past_commit = False

    @contextmanager
    def hold_interrupts(self) -> Iterator[None]:
        """Count Ctrl-C instead of raising it: from the commit on, what was begun is finished."""
        before = signal.getsignal(signal.SIGINT)
        in_main = threading.current_thread() is threading.main_thread()
        if not in_main or before in (None, signal.SIG_IGN):
            yield
            return
        signal.signal(signal.SIGINT, self._count)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _count(self, *_signal: object) -> None:
        self.interrupts += 1

    def _wait(self, attempts: int) -> bool:
        if attempts == 0:
            self._deadline = time.monotonic() + BUSY_SECONDS
        time.sleep(0.001)
        return not self.interrupts and time.monotonic() < self._deadline


@contextmanager
def plain_words(name: str) -> Iterator[None]:
    """Say what SQLite or the system refused, in one line."""
    try:
        yield
    except (apsw.Error, OSError) as error:
        raise ChangeError(f"nothing was changed: {name}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    match error:
        case apsw.BusyError() | apsw.LockedError():
            return (
                f"another program kept it locked for {BUSY_SECONDS:g} seconds; "
                "let it finish, then run the same command again"
            )
        case apsw.FullError():
            return "the disk is full; make room, then run the same command again"
        case apsw.ReadOnlyError():
            return "it can't be written; see its permissions"
        case apsw.NotADBError():
            return "it is no SQLite database, or it is encrypted"
        case apsw.CorruptError():
            return f"it is damaged ({error})"
        case apsw.IOError():
            return f"the disk refused to write or read ({error})"
        case OSError():
            where = f" ({error.filename})" if error.filename else ""
            return f"{error.strerror or error}{where}"
        case _:
            return str(error)
