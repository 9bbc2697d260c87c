"""A clone of a database: one moment of it, in a file of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from tenfold.database.file import DatabaseFile
from tenfold.database.header import read_header
from tenfold.database.leftovers import beside, refuse_hot_journal, refuse_leftover_wal, wal_bytes
from tenfold.database.room import room_for
from tenfold.database.settling import Settling, TurnedToWalError, draft, write_at
from tenfold.database.sqlite import dormant, open_readonly
from tenfold.errors import DatabaseError

_STEP = 8_000_000
"""Bytes between two reports of progress, and so between two chances for Ctrl-C."""

Reporter = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CloneReport:
    """How a clone was made."""

    bytes: int
    seconds: float
    mb_per_second: float
    longest_lock: float
    """Seconds for which a writer could have had to wait. Readers never make one wait in WAL mode,
    so it is 0 there."""
    restarts: int
    """How often the comparison began again because somebody wrote."""


def clone(
    source: Path,
    target: Path,
    *,
    max_lock: float = 0.05,
    progress: Reporter | None = None,
    patience: float = 30.0,
) -> CloneReport:
    """Copy a database that others may be using, as it is at one moment.

    The copy is whole without any file beside it. Nothing of it is left if it can't be finished.

    Args:
        source: it is opened for reading only.
        target: a file that does not exist yet.
        max_lock: seconds for which writers may be made to wait at a time.
        progress: told the bytes done, and all.
        patience: seconds to wait for a lock, or for a pause between writes.

    Raises:
        DatabaseError: there is no way to a true copy, or no room for one.
    """
    started = time.perf_counter()
    work = _Work(source, target, max_lock, progress or _ignore, patience)
    with DatabaseFile(source) as file, _new_file(target) as descriptor:
        restarts = work.run(file, descriptor)
        _be_self_contained(descriptor)
        size = os.fstat(descriptor).st_size
    seconds = time.perf_counter() - started
    return CloneReport(size, seconds, size / 1e6 / seconds, work.longest_lock, restarts)


@dataclass
class _Work:
    source: Path
    target: Path
    max_lock: float
    progress: Reporter
    patience: float
    longest_lock: float = 0.0

    def run(self, file: DatabaseFile, target: int) -> int:
        """Copy in the way that suits the database's mode; gives the restarts."""
        room_for(self.target, file.size() + wal_bytes(self.source), "the clone")
        deadline = time.perf_counter() + self.patience
        moves = 0
        while True:
            try:
                return moves + self._copy(file, target)
            except TurnedToWalError:
                if time.perf_counter() > deadline:
                    raise DatabaseError(
                        f"{self.source} changes its journal mode again and again; run again when "
                        "the app has started"
                    ) from None
            moves += 1
            os.ftruncate(target, 0)

    def _copy(self, file: DatabaseFile, target: int) -> int:
        refuse_leftover_wal(file, self.patience)
        if dormant(self.source):
            self._copy_dormant(file, target)
            return 0
        if beside(self.source, "-wal").exists():
            self._copy_snapshot()
            return 0
        settling = Settling(
            file,
            target,
            max_lock=self.max_lock,
            patience=self.patience,
            progress=self.progress,
        )
        try:
            settling.run()
        finally:
            self.longest_lock = file.longest_lock
        return settling.restarts

    def _copy_dormant(self, file: DatabaseFile, target: int) -> None:
        """Copy a database in WAL mode that nobody has open.

        Whoever opens it meanwhile writes to a new log beside it, which can't be removed before
        this lock is released; in WAL mode the lock hinders nothing else. So if there is still no
        log at the end, nobody wrote.
        """
        with file.shared(self.patience):
            refuse_hot_journal(file)
            if not read_header(file.head()).wal:
                raise TurnedToWalError
            draft(file, target, file.size(), self.progress)
            if beside(self.source, "-wal").exists():
                raise TurnedToWalError

    def _copy_snapshot(self) -> None:
        """Copy one snapshot of a database in WAL mode, which hinders no writer."""
        reader = open_readonly(self.source, patience=self.patience)
        writer = apsw.Connection(str(self.target), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                writer.execute(f"PRAGMA {pragma}").fetchall()
            # Within a transaction all steps read the same snapshot.
            reader.execute("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
            self._step(reader, writer)
        except apsw.FullError as error:
            raise DatabaseError(_no_room(self.target)) from error
        except apsw.Error as error:
            raise DatabaseError(
                f"{self.source} can't be copied: {error}; see what sqlite3 says of it"
            ) from error
        finally:
            writer.close()
            reader.close()

    def _step(self, reader: apsw.Connection, writer: apsw.Connection) -> None:
        page_size = int(next(reader.execute("PRAGMA page_size"))[0])
        with writer.backup("main", reader, "main") as backup:
            while not backup.done:
                backup.step(max(1, _STEP // page_size))
                done = backup.page_count - backup.remaining
                self.progress(done * page_size, backup.page_count * page_size)


@contextmanager
def _new_file(path: Path) -> Iterator[int]:
    """Make a file; it does not outlive a failure."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DatabaseError(f"{path} exists already; give another place for the clone") from error
    except OSError as error:
        raise DatabaseError(
            f"{path.parent} takes no new file ({error.strerror}); give another folder for the "
            "clone by --scratch FOLDER"
        ) from error
    whole = False
    try:
        yield descriptor
        whole = True
    except OSError as error:
        raise DatabaseError(_no_room(path, error.strerror)) from error
    finally:
        os.close(descriptor)
        if not whole:
            path.unlink(missing_ok=True)


def _be_self_contained(descriptor: int) -> None:
    """Make a copy of a database in WAL mode one that needs no log: two bytes say so."""
    if os.fstat(descriptor).st_size:
        write_at(descriptor, b"\x01\x01", 18)


def _no_room(path: Path, reason: str | None = None) -> str:
    return (
        f"the clone {path} can't be written ({reason or 'the disk is full'}); make room, or give "
        "a folder on another disk by --scratch FOLDER"
    )


def _ignore(done: int, total: int) -> None:
    """Nobody asked how far it is."""
