"""Slows down whoever guesses passwords."""

from __future__ import annotations

import sqlite3
import time

WINDOW = 15 * 60
PER_NAME = 5
PER_ADDRESS = 50


def wait(connection: sqlite3.Connection, username: str, address: str) -> int:
    """Seconds until this name may be tried again from this address; 0 for now."""
    since = time.time() - WINDOW
    for limit, column, value in (
        (PER_NAME, "username", _key(username)),
        (PER_ADDRESS, "address", address),
    ):
        failed = connection.execute(
            f"SELECT failed_at FROM failed_logins WHERE {column} = ? AND failed_at > ?"  # noqa: S608 - one of two names
            " ORDER BY failed_at DESC LIMIT ?",
            (value, since, limit),
        ).fetchall()
        if len(failed) == limit:
            return max(1, int(failed[-1]["failed_at"] + WINDOW - time.time()))
    return 0


def failed(connection: sqlite3.Connection, username: str, address: str) -> None:
    """Note a failed log-in, and forget the old ones."""
    connection.execute("DELETE FROM failed_logins WHERE failed_at < ?", (time.time() - WINDOW,))
    connection.execute(
        "INSERT INTO failed_logins VALUES (?, ?, ?)", (_key(username), address, time.time())
    )
    connection.commit()


def succeeded(connection: sqlite3.Connection, username: str) -> None:
    """Forget the failures of a name that has proved itself."""
    connection.execute("DELETE FROM failed_logins WHERE username = ?", (_key(username),))
    connection.commit()


def _key(username: str) -> str:
    return username.strip().casefold()[:80]
