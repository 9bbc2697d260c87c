"""What SQLite keeps beside a database, and whether a crash left it there.

Changes that wait in a write-ahead log, or an interrupted change that waits to be taken back, are
brought into the database by the next program that opens it for writing. That is never us.
"""

from __future__ import annotations

import os
import shlex
import struct
import sys
import time
from pathlib import Path

from tenfold.database.file import DatabaseFile
from tenfold.database.looks import JOURNAL_MAGIC
from tenfold.database.sizes import in_words
from tenfold.errors import DatabaseError

_WAL_HEADER = 32
_ALIVE = 128
"""The byte of the -shm file on which every connection to a database in WAL mode holds a lock."""


def beside(path: Path, suffix: str) -> Path:
    """The file that SQLite keeps beside a database, such as `app.db-wal` beside `app.db`."""
    path = path.resolve()
    return path.with_name(path.name + suffix)


def wal_bytes(path: Path) -> int:
    """The size of a database's write-ahead log, 0 where it holds no change."""
    size = _size(beside(path, "-wal"))
    return size if size > _WAL_HEADER else 0


def in_use(path: Path) -> bool:
    """Tell whether some process has the database open in WAL mode."""
    shm = beside(path, "-shm")
    try:
        # Asked first: to open and close the file would drop the locks of this very process.
        return _open_here(shm) or _locked(shm, _ALIVE)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def refuse_leftover_wal(file: DatabaseFile, patience: float) -> None:
    """Refuse a database whose write-ahead log nobody has open.

    Raises:
        DatabaseError: it has one; or another process kept the database to itself.
    """
    path = file.path
    if not wal_bytes(path) or in_use(path):
        return
    # Who keeps a database in WAL mode to himself (PRAGMA locking_mode) has no -shm file.
    with file.shared(patience):
        size = wal_bytes(path)
    if size and not in_use(path):
        raise DatabaseError(
            f"{path} is incomplete without {path.name}-wal, which a crash left beside it "
            f"({in_words(size)}): open the database once with the app, or run sqlite3 "
            f"{shlex.quote(str(path))} 'PRAGMA wal_checkpoint(TRUNCATE)', so that SQLite brings "
            "it in, then run again"
        )


def refuse_hot_journal(file: DatabaseFile) -> None:
    """Refuse a database in which a crash interrupted a change; to be asked under its lock.

    Raises:
        DatabaseError: a change was interrupted.
    """
    path, journal = file.path, beside(file.path, "-journal")
    seen = _hot(journal, file)
    for _ in range(2):
        if not seen:
            return
        # A writer may have come and gone between two looks. What a crash left stays as it is.
        time.sleep(0.002)
        seen = seen & _hot(journal, file)
    if seen:
        raise DatabaseError(
            f"{path} holds half a change that a crash interrupted, and {journal.name} "
            f"({in_words(_size(journal))}) holds what takes it back: open the database once with "
            f"the app, or run sqlite3 {shlex.quote(str(path))} .tables, so that SQLite mends it, "
            "then run again"
        )


def _hot(journal: Path, database: DatabaseFile) -> set[tuple[int, int, int]]:
    """The journal's identity, if it holds a change and nobody is writing."""
    try:
        stat = journal.stat()
        with journal.open("rb") as file:
            valid = file.read(len(JOURNAL_MAGIC)) == JOURNAL_MAGIC
    except FileNotFoundError:
        return set()
    except OSError as error:
        raise DatabaseError(
            f"{journal.name} can't be read ({error.strerror}), so nobody knows whether the "
            "database is whole; see who may read it (ls -l)"
        ) from error
    if not valid or database.being_written():
        return set()
    return {(stat.st_ino, stat.st_size, stat.st_mtime_ns)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _open_here(path: Path) -> bool:
    """Tell whether this process itself has the file open."""
    wanted = path.stat()
    for each in Path("/dev/fd").iterdir():
        try:
            stat = os.fstat(int(each.name))
        except OSError:
            continue
        if (stat.st_dev, stat.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    return False


def _locked(path: Path, byte: int) -> bool:
    """Tell whether another process holds a lock on this byte of a file."""
    import fcntl

    # The fields of struct flock come in another order on a Mac.
    if sys.platform == "darwin":
        layout, place = "qqihh", 3
        asked = struct.pack(layout, byte, 1, 0, fcntl.F_WRLCK, os.SEEK_SET)
    else:
        layout, place = "hhqqi4x", 0
        asked = struct.pack(layout, fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
    with path.open("rb") as file:
        answer = fcntl.fcntl(file, fcntl.F_GETLK, asked)
    return bool(struct.unpack(layout, answer)[place] != fcntl.F_UNLCK)
