"""The audit log: who changed what, when, from what to what. Nothing of it is ever changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from systems.omni_keywords.app.database import now

PAGE = 50


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something; `id` is None where it is the system itself."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What something is done to."""

    kind: str
    id: int | None
    niche_id: int | None = None


def record(
    db: sqlite3.Connection,
    actor: Actor,
    action: str,
    subject: Subject,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down a change, within the transaction that makes it."""
    db.execute(
        "INSERT INTO audit (at, account_id, account, action, kind, object_id, niche_id, before,"
        " after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            now(),
            actor.id,
            actor.name,
            action,
            subject.kind,
            subject.id,
            subject.niche_id,
            _json(before),
            _json(after),
        ),
    )


def everything(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """All entries, the latest first."""
    return db.execute("SELECT * FROM audit ORDER BY id DESC").fetchall()


def of(db: sqlite3.Connection, kind: str, object_id: int) -> list[sqlite3.Row]:
    """What happened to one thing, the latest first."""
    statement = "SELECT * FROM audit WHERE kind = ? AND object_id = ? ORDER BY id DESC"
    return db.execute(statement, (kind, object_id)).fetchall()


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(dict(values), ensure_ascii=False)
