"""A database's file, read and locked without a connection."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import apsw

from tenfold.database.header import LENGTH
from tenfold.errors import DatabaseError

_POLL = 0.0005


class DatabaseFile:
    """A database's file, open for reading only, through SQLite's own file layer.

    A connection would leave -wal and -shm files beside a database in WAL mode. A file that Python
    itself opened would, when it is closed, drop every lock that SQLite holds on the database in
    this process: POSIX says so. SQLite's own layer does neither.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.longest_lock = 0.0
        flags = [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0]
        try:
            self._file = apsw.VFSFile("", str(path.resolve()), flags)
        except apsw.Error as error:
            raise DatabaseError(
                f"{path} can't be opened for reading; see who may read it (ls -l)"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.xClose()

    def size(self) -> int:
        """How long the file is now."""
        return self._file.xFileSize()

    def read(self, amount: int, offset: int = 0) -> bytes:
        """Read bytes; fewer where the file ends.

        Raises:
            DatabaseError: the disk can't give them.
        """
        # Of a read across the end, apsw would drop the zeros too that the file ends with.
        amount = max(0, min(amount, self.size() - offset))
        try:
            return self._file.xRead(amount, offset) if amount else b""
        except apsw.Error as error:
            raise DatabaseError(
                f"{self.path} can't be read at byte {offset:,}: the disk reports an error; "
                "restore the file from a backup, and look after the disk"
            ) from error

    def head(self) -> bytes:
        """The header's bytes."""
        return self.read(LENGTH)

    def being_written(self) -> bool:
        """Tell whether some process is about to write, or writing."""
        return self._file.xCheckReservedLock()

    @contextmanager
    def shared(self, patience: float) -> Iterator[float]:
        """Hold the lock under which nobody changes the file; gives the time since when.

        Others read on. They can prepare a change too, and wait only to bring it into the file.

        Raises:
            DatabaseError: another process kept it locked for `patience` seconds.
        """
        since = self._lock(time.perf_counter() + patience, patience)
        try:
            yield since
        finally:
            self._file.xUnlock(apsw.SQLITE_LOCK_NONE)
            self.longest_lock = max(self.longest_lock, time.perf_counter() - since)

    def _lock(self, deadline: float, patience: float) -> float:
        while True:
            since = time.perf_counter()
            try:
                self._file.xLock(apsw.SQLITE_LOCK_SHARED)
            except apsw.BusyError as error:
                if since >= deadline:
                    raise DatabaseError(
                        f"{self.path} was kept locked by another process for {patience:g} "
                        "seconds; end its long transaction, or what set PRAGMA locking_mode = "
                        "EXCLUSIVE, and run again"
                    ) from error
                time.sleep(_POLL)
            except apsw.Error as error:
                raise DatabaseError(
                    f"{self.path} can't be locked ({error}); put it on a local disk"
                ) from error
            else:
                return since
