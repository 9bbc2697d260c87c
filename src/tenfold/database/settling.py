"""A copy of a database that others go on writing, when they use the rollback journal.

First a draft is copied without any lock, which may be torn. Then the draft is compared with the
original, and mended, in short turns under the shared lock. While it is held nobody changes the
file; and between two turns nobody did if the header's version is the same, which every
transaction changes. So a comparison that reaches the end under one version leaves a copy of the
database as it was in that version. When the version has moved, the comparison begins again: what
was compared may have changed since. It costs only as much as it takes to read both files from
memory, so that it ends within one turn, or between two transactions.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable

from tenfold.database.file import DatabaseFile
from tenfold.database.header import read_header
from tenfold.database.leftovers import beside, refuse_hot_journal
from tenfold.database.sizes import in_words
from tenfold.errors import DatabaseError

CHUNK = 65_536
"""Bytes compared at once: more would not stay in the processor's cache."""

_DRAFT_CHUNK = 1 << 20
_CALM, _BUSY = 0.5, 0.85
"""How much of the longest allowed lock a turn takes: half. Once somebody writes in between, more,
as the work must then fit in one turn."""


class TurnedToWalError(Exception):
    """The database is in WAL mode, or has just gone there: its file alone is not the whole."""


class Settling:
    """One copy in the making."""

    def __init__(
        self,
        file: DatabaseFile,
        target: int,
        *,
        max_lock: float,
        patience: float,
        progress: Callable[[int, int], None],
    ) -> None:
        self.restarts = 0
        self._file = file
        self._target = target
        self._max_lock = max_lock
        self._patience = patience
        self._progress = progress
        self._version: tuple[bytes, int] | None = None
        self._size = 0
        self._settled = 0
        self._disturbed_at = math.inf
        self._speed = 0.0

    def run(self) -> None:
        """Make the copy.

        Raises:
            DatabaseError: others write so often that no turn is long enough.
            TurnedToWalError: the database must be copied in another way.
        """
        self._size = self._file.size()
        draft(self._file, self._target, self._size, self._progress)
        while self._turn() < self._size:
            self._rest()
        self._progress(self._size, self._size)

    def _turn(self) -> int:
        """Compare for as long as the lock may be held; gives how much is settled."""
        share = _BUSY if self.restarts else _CALM
        stale: list[tuple[int, bytes]] = []
        with self._file.shared(self._patience) as since:
            self._see_version()
            begun = self._settled
            while self._settled < self._size:
                stale += self._compare_chunk()
                if time.perf_counter() - since > share * self._max_lock:
                    break
            took = time.perf_counter() - since
        # Written only now, as a disk may make its writers wait.
        for offset, data in stale:
            write_at(self._target, data, offset)
        self._speed = max(self._speed, (self._settled - begun) / took)
        return self._settled

    def _see_version(self) -> None:
        """Begin again if somebody wrote since the last turn."""
        path = self._file.path
        refuse_hot_journal(self._file)
        try:
            header = read_header(self._file.head())
        except ValueError as error:
            raise DatabaseError(
                f"{path} stopped being a database while it was copied; run again"
            ) from error
        if header.wal or beside(path, "-wal").exists():
            raise TurnedToWalError
        version = (header.version, self._file.size())
        if version == self._version:
            return
        if self._version is not None:
            self.restarts += 1
            self._disturbed_at = min(self._disturbed_at, time.perf_counter())
        self._version = version
        self._size, self._settled = version[1], 0
        os.ftruncate(self._target, self._size)

    def _compare_chunk(self) -> list[tuple[int, bytes]]:
        """What the draft lacks of the next bytes, and where."""
        offset = self._settled
        data = self._file.read(min(CHUNK, self._size - offset), offset)
        if not data:
            raise DatabaseError(f"{self._file.path} became shorter while it was locked; run again")
        self._settled += len(data)
        return [] if data == os.pread(self._target, len(data), offset) else [(offset, data)]

    def _rest(self) -> None:
        """Leave the database to those who write it, as long as it was kept from them."""
        if not self.restarts:
            return
        if time.perf_counter() - self._disturbed_at > self._patience:
            raise DatabaseError(self._too_busy())
        time.sleep(self._max_lock * _BUSY)

    def _too_busy(self) -> str:
        needed = self._size / self._speed
        allowed = max(math.ceil(needed * 2 / _BUSY * 10) / 10, self._max_lock * 2)
        return (
            f"{self._file.path} is written too often to be cloned: its {in_words(self._size)} take "
            f"{needed * 1000:.0f} ms to read, and in {self._patience:g} seconds there was no such "
            "pause; run again when fewer writes happen, or allow one longer lock by "
            f"--max-lock {allowed:.1f}s"
        )


def draft(file: DatabaseFile, target: int, size: int, progress: Callable[[int, int], None]) -> None:
    """Copy a file as it stands, while others may be writing it."""
    done = 0
    while done < size and (data := file.read(min(_DRAFT_CHUNK, size - done), done)):
        write_at(target, data, done)
        done += len(data)
        progress(done, size)
    os.ftruncate(target, size)


def write_at(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of it."""
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written
