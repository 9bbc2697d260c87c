"""Niches, who works on them, and their categories."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from systems.omni_keywords.app.database import now


def visible(db: sqlite3.Connection, account: sqlite3.Row) -> list[sqlite3.Row]:
    """The niches that an account may see: an admin all, others those that they work on."""
    if account["role"] == "admin":
        return db.execute("SELECT * FROM niches ORDER BY name").fetchall()
    return db.execute(
        "SELECT * FROM niches WHERE id IN (SELECT niche_id FROM members WHERE account_id = ?)"
        " ORDER BY name",
        (account["id"],),
    ).fetchall()


def one(db: sqlite3.Connection, niche_id: int) -> sqlite3.Row | None:
    """A niche."""
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM niches WHERE id = ?", (niche_id,)
    ).fetchone()
    return found


def add(db: sqlite3.Connection, name: str, description: str, language: str, currency: str) -> int:
    """Make a niche and return its number."""
    made = db.execute(
        "INSERT INTO niches (name, description, language, currency, created_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (name, description, language, currency, now()),
    )
    return int(made.lastrowid or 0)


def change(
    db: sqlite3.Connection,
    niche_id: int,
    name: str,
    description: str,
    language: str,
    currency: str,
) -> None:
    """Give a niche other words."""
    db.execute(
        "UPDATE niches SET name = ?, description = ?, language = ?, currency = ? WHERE id = ?",
        (name, description, language, currency, niche_id),
    )


def remove(db: sqlite3.Connection, niche_id: int) -> None:
    """Remove a niche with all that belongs to it."""
    db.execute("DELETE FROM niches WHERE id = ?", (niche_id,))


def is_member(db: sqlite3.Connection, niche_id: int, account_id: int) -> bool:
    """Whether somebody works on a niche."""
    statement = "SELECT 1 FROM members WHERE niche_id = ? AND account_id = ?"
    return db.execute(statement, (niche_id, account_id)).fetchone() is not None


def members(db: sqlite3.Connection, niche_id: int) -> list[int]:
    """Who works on a niche."""
    statement = "SELECT account_id FROM members WHERE niche_id = ? ORDER BY account_id"
    return [row[0] for row in db.execute(statement, (niche_id,))]


def set_members(db: sqlite3.Connection, niche_id: int, account_ids: Iterable[int]) -> None:
    """Say anew who works on a niche."""
    db.execute("DELETE FROM members WHERE niche_id = ?", (niche_id,))
    db.executemany(
        "INSERT INTO members (niche_id, account_id) VALUES (?, ?)",
        [(niche_id, account_id) for account_id in sorted(set(account_ids))],
    )


def categories(db: sqlite3.Connection, niche_id: int) -> list[sqlite3.Row]:
    """The categories of a niche by name."""
    statement = "SELECT * FROM categories WHERE niche_id = ? ORDER BY name"
    return db.execute(statement, (niche_id,)).fetchall()


def category(db: sqlite3.Connection, category_id: int) -> sqlite3.Row | None:
    """A category."""
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM categories WHERE id = ?", (category_id,)
    ).fetchone()
    return found


def add_category(db: sqlite3.Connection, niche_id: int, name: str, audience: str) -> int:
    """Make a category and return its number."""
    made = db.execute(
        "INSERT INTO categories (niche_id, name, audience, created_at) VALUES (?, ?, ?, ?)",
        (niche_id, name, audience, now()),
    )
    return int(made.lastrowid or 0)


def change_category(db: sqlite3.Connection, category_id: int, name: str, audience: str) -> None:
    """Give a category other words."""
    statement = "UPDATE categories SET name = ?, audience = ? WHERE id = ?"
    db.execute(statement, (name, audience, category_id))


def remove_category(db: sqlite3.Connection, category_id: int) -> None:
    """Remove a category; its keywords stay in the niche."""
    db.execute("DELETE FROM categories WHERE id = ?", (category_id,))
