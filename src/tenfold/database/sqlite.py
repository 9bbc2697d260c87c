"""Connections to a SQLite database that is never to be changed."""

from pathlib import Path

import apsw

from tenfold.database.file import DatabaseFile
from tenfold.database.header import read_header
from tenfold.database.leftovers import beside
from tenfold.errors import DatabaseError

PATIENCE = 5.0
"""How many seconds a connection waits for another process's lock."""


def open_readonly(path: Path, *, patience: float = PATIENCE) -> apsw.Connection:
    """Open a database for reading, and leave nothing beside it.

    Keep what is asked of it short: in the rollback journal's modes a reader makes writers wait.

    Raises:
        DatabaseError: it can't be opened.
    """
    # Opened in the common way, a database in WAL mode that nobody uses would get new files
    # beside it, which a connection that only reads can't clear away. There is nothing to lock
    # against either, as nobody is there.
    options = "mode=ro&immutable=1" if dormant(path) else "mode=ro"
    try:
        connection = apsw.Connection(
            f"{path.resolve().as_uri()}?{options}",
            flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
        )
    except apsw.Error as error:
        raise DatabaseError(
            f"{path} can't be opened for reading; see who may read it (ls -l)"
        ) from error
    connection.set_busy_timeout(round(patience * 1000))
    return connection


def dormant(path: Path) -> bool:
    """Tell whether a database is in WAL mode, and nobody has it open."""
    with DatabaseFile(path) as file:
        try:
            wal = read_header(file.head()).wal
        except ValueError:
            return False
    return wal and not beside(path, "-wal").exists()
