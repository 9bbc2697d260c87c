"""How often somebody may fail to log in."""

from __future__ import annotations

import sqlite3

from systems.omni_keywords.app.store import accounts

SECONDS = 15 * 60
OF_ACCOUNT = 5
OF_ADDRESS = 30


def is_throttled(db: sqlite3.Connection, email: str, address: str) -> bool:
    """Whether this account or this address failed too often lately."""
    of_account, of_address = accounts.failures(db, email, address, seconds=SECONDS)
    return of_account >= OF_ACCOUNT or of_address >= OF_ADDRESS
