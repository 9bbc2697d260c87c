"""The SQLite database: a connection for each request."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from systems.bi_solution.app import statements

SCHEMA = Path(__file__).with_name("schema.sql")


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that counts its statements and is closed at the end."""
    # A request may go on in another thread of the pool, but never in two at once.
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.set_trace_callback(lambda _: statements.note())
        yield connection
    finally:
        connection.close()


def create(path: Path) -> None:
    """Make the tables that aren't there."""
    with connected(path) as connection:
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
