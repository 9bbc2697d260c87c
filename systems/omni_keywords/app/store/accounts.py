"""People, what they may do, and the keys of their programs."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time

from systems.omni_keywords.app.database import now

ROLES = ("viewer", "editor", "admin")


def by_id(db: sqlite3.Connection, account_id: int) -> sqlite3.Row | None:
    """An account that may still be used."""
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM accounts WHERE id = ? AND active = 1", (account_id,)
    ).fetchone()
    return found


def any_by_id(db: sqlite3.Connection, account_id: int) -> sqlite3.Row | None:
    """An account, also one that was closed."""
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM accounts WHERE id = ?", (account_id,)
    ).fetchone()
    return found


def by_email(db: sqlite3.Connection, email: str) -> sqlite3.Row | None:
    """An account by its address, however it is written."""
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM accounts WHERE email = ?", (email.strip().lower(),)
    ).fetchone()
    return found


def everyone(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """All accounts by name."""
    return db.execute("SELECT * FROM accounts ORDER BY name").fetchall()


def add(db: sqlite3.Connection, name: str, email: str, password_hash: str, role: str) -> int:
    """Make an account and return its number."""
    made = db.execute(
        "INSERT INTO accounts (name, email, password, role, created_at) VALUES (?, ?, ?, ?, ?)",
        (name, email.strip().lower(), password_hash, role, now()),
    )
    return int(made.lastrowid or 0)


def change_role(db: sqlite3.Connection, account_id: int, role: str, *, active: bool) -> None:
    """Give an account another role, close it or open it again; its sessions end."""
    db.execute(
        "UPDATE accounts SET role = ?, active = ?, epoch = epoch + 1 WHERE id = ?",
        (role, int(active), account_id),
    )


def change_password(db: sqlite3.Connection, account_id: int, password_hash: str) -> None:
    """Give an account another password; its other sessions end."""
    db.execute(
        "UPDATE accounts SET password = ?, epoch = epoch + 1 WHERE id = ?",
        (password_hash, account_id),
    )


def failed(db: sqlite3.Connection, email: str, address: str) -> None:
    """Remember that somebody didn't know the password."""
    db.execute(
        "INSERT INTO attempts (email, address, at) VALUES (?, ?, ?)",
        (email.strip().lower()[:200], address, time.time()),
    )


def failures(
    db: sqlite3.Connection, email: str, address: str, *, seconds: float
) -> tuple[int, int]:
    """How often that happened lately, to this account and from this address."""
    since = time.time() - seconds
    of_account, of_address = db.execute(
        "SELECT coalesce(sum(email = ?), 0), coalesce(sum(address = ?), 0) FROM attempts"
        " WHERE at > ?",
        (email.strip().lower()[:200], address, since),
    ).fetchone()
    return of_account, of_address


def forget_failures(db: sqlite3.Connection, email: str) -> None:
    """The right password was given: the account's failures are forgotten."""
    db.execute("DELETE FROM attempts WHERE email = ?", (email.strip().lower()[:200],))


def add_token(db: sqlite3.Connection, account_id: int, name: str) -> str:
    """Make a key for a program; only its digest is kept."""
    token = secrets.token_urlsafe(32)
    db.execute(
        "INSERT INTO tokens (account_id, name, digest, created_at) VALUES (?, ?, ?, ?)",
        (account_id, name, _digest(token), now()),
    )
    return token


def tokens(db: sqlite3.Connection, account_id: int) -> list[sqlite3.Row]:
    """The keys of an account."""
    statement = "SELECT id, name, created_at FROM tokens WHERE account_id = ? ORDER BY id"
    return db.execute(statement, (account_id,)).fetchall()


def remove_token(db: sqlite3.Connection, account_id: int, token_id: int) -> bool:
    """Take back a key of this account; False where it has no such key."""
    statement = "DELETE FROM tokens WHERE id = ? AND account_id = ?"
    return db.execute(statement, (token_id, account_id)).rowcount == 1


def by_token(db: sqlite3.Connection, token: str) -> sqlite3.Row | None:
    """The account that a program's key belongs to."""
    found: sqlite3.Row | None = db.execute(
        "SELECT accounts.* FROM tokens JOIN accounts ON accounts.id = account_id"
        " WHERE digest = ? AND active = 1",
        (_digest(token),),
    ).fetchone()
    return found


def _digest(token: str) -> str:
    # A key has 256 random bits: a plain digest can't be searched for it.
    return hashlib.sha256(token.encode()).hexdigest()
