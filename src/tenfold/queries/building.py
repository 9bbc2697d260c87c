"""Make the plan's own clone while the search still sums up what it found."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import apsw

from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import build_index, open_clone
from tenfold.queries.schema import OWN


class Building(threading.Thread):
    """A fresh clone of the clone, with the chosen indexes built and everything analyzed.

    SQLite runs outside of Python's lock: this takes a second core and no time of the caller's.
    """

    def __init__(
        self, before: Path, after: Path, chosen: Sequence[Candidate], *, foreign_keys: bool
    ) -> None:
        super().__init__(name="tenfold-building", daemon=True)
        self.before = before
        self.after = after
        self.chosen = list(chosen)
        self.foreign_keys = foreign_keys
        self._connection: apsw.Connection | None = None
        self._given_up = False
        self._error: BaseException | None = None

    def run(self) -> None:
        """Build, on the thread."""
        try:
            self._connection = self.build(self.chosen, analyze=True)
        except Exception as error:  # noqa: BLE001 - raised again by `finish`, on the caller's thread
            self._error = error

    def build(self, chosen: Sequence[Candidate], *, analyze: bool) -> apsw.Connection:
        """Lay a clone with these indexes in the place of the last one, and open it.

        Raises:
            apsw.Error: SQLite can't build one, or the disk is full.
        """
        shutil.copyfile(self.before, self.after)
        connection = self.opened(self.after)
        for candidate in chosen:
            if self._given_up:
                break
            build_index(connection, candidate)
        if analyze and not self._given_up:
            connection.execute(f"{OWN}ANALYZE")
        return connection

    def opened(self, path: Path) -> apsw.Connection:
        """Open a clone with foreign keys checked as the app has them."""
        connection = open_clone(path)
        connection.execute(f"PRAGMA foreign_keys = {int(self.foreign_keys)}").fetchall()
        return connection

    def finish(self) -> apsw.Connection:
        """Wait for the clone.

        Raises:
            apsw.Error: SQLite couldn't build it.
        """
        self.join()
        if self._error is not None:
            raise self._error
        if self._connection is None:
            raise RuntimeError("the building was never started")
        return self._connection

    def give_up(self) -> None:
        """Stop after the index under way; nobody waits for the clone any longer."""
        self._given_up = True
        self.join()
        if self._connection is not None:
            self._connection.close()
