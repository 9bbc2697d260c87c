"""What people asked: conversations that belong to one person, and the audit of all questions."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

SHOWN = 10
"""How many of a conversation's last turns its page shows."""


@dataclass(frozen=True)
class Turn:
    """One question of a conversation, and how it was understood."""

    question: str
    provider: str
    sql: str | None
    query: str | None
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Asked:
    """One line of the audit."""

    question: str
    provider: str
    outcome: str
    sql: str | None
    rows: int
    milliseconds: int


def begin(connection: sqlite3.Connection, user_id: int, title: str) -> str:
    """A new conversation's key, which can't be guessed."""
    key = secrets.token_urlsafe(12)
    connection.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?)", (key, user_id, title[:120], _now())
    )
    return key


def owned(connection: sqlite3.Connection, key: str, user_id: int) -> bool:
    """Whether a conversation is there and is this person's."""
    row = connection.execute(
        "SELECT 1 FROM conversations WHERE id = ? AND user_id = ?", (key, user_id)
    ).fetchone()
    return row is not None


def recent(connection: sqlite3.Connection, user_id: int) -> list[sqlite3.Row]:
    """A person's last conversations."""
    return connection.execute(
        "SELECT id, title, created_at FROM conversations WHERE user_id = ?"
        " ORDER BY created_at DESC LIMIT 12",
        (user_id,),
    ).fetchall()


def turns(connection: sqlite3.Connection, key: str) -> list[Turn]:
    """The last turns of a conversation, oldest first."""
    rows = connection.execute(
        "SELECT question, provider, sql, query, reason, detail FROM turns"
        " WHERE conversation_id = ? ORDER BY id DESC LIMIT ?",
        (key, SHOWN),
    ).fetchall()
    return [Turn(**dict(row)) for row in reversed(rows)]


def add(connection: sqlite3.Connection, key: str, turn: Turn) -> None:
    """Keep a turn."""
    connection.execute(
        "INSERT INTO turns (conversation_id, question, provider, sql, query, reason, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, turn.question, turn.provider, turn.sql, turn.query, turn.reason, turn.detail),
    )


def forget(connection: sqlite3.Connection, key: str) -> None:
    """Delete a conversation; the audit keeps its questions."""
    connection.execute("DELETE FROM conversations WHERE id = ?", (key,))
    connection.commit()


def record(connection: sqlite3.Connection, user_id: int, asked: Asked) -> None:
    """Write a line of the audit."""
    connection.execute(
        "INSERT INTO audit (user_id, asked_at, question, provider, outcome, sql, row_count,"
        " milliseconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            user_id,
            _now(),
            asked.question,
            asked.provider,
            asked.outcome,
            asked.sql,
            asked.rows,
            asked.milliseconds,
        ),
    )
    connection.commit()


def asked_since(connection: sqlite3.Connection, user_id: int, since: str) -> int:
    """How many questions a person has asked since a moment."""
    found = connection.execute(
        "SELECT count(*) FROM audit WHERE user_id = ? AND asked_at > ?", (user_id, since)
    ).fetchone()
    return int(found[0])


def audit(connection: sqlite3.Connection, page: int, size: int) -> list[sqlite3.Row]:
    """A page of everybody's questions, the newest first."""
    return connection.execute(
        "SELECT audit.*, users.username FROM audit LEFT JOIN users ON users.id = audit.user_id"
        " ORDER BY audit.id DESC LIMIT ? OFFSET ?",
        (size, (page - 1) * size),
    ).fetchall()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
