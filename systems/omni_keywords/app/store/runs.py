"""Runs: each import, expansion and grouping, with every row that it read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from systems.omni_keywords.app.database import now


def start(
    db: sqlite3.Connection,
    niche_id: int,
    account_id: int | None,
    kind: str,
    *,
    category_id: int | None = None,
    source: str = "",
) -> int:
    """Begin a run and return its number."""
    made = db.execute(
        "INSERT INTO runs (niche_id, category_id, account_id, kind, status, source, started_at)"
        " VALUES (?, ?, ?, ?, 'running', ?, ?)",
        (niche_id, category_id, account_id, kind, source, now()),
    )
    return int(made.lastrowid or 0)


def finish(
    db: sqlite3.Connection,
    run_id: int,
    *,
    rows_read: int = 0,
    added: int = 0,
    repeated: int = 0,
    refused: int = 0,
    grouped: int = 0,
    notes: Sequence[Sequence[object]] = (),
) -> None:
    """End a run well, with its counts and what there is to say of it."""
    db.execute(
        "UPDATE runs SET status = 'finished', rows_read = ?, added = ?, repeated = ?, refused = ?,"
        " grouped = ?, notes = ?, finished_at = ? WHERE id = ?",
        (rows_read, added, repeated, refused, grouped, json.dumps(notes), now(), run_id),
    )


def fail(db: sqlite3.Connection, run_id: int, reason: str) -> None:
    """End a run that could do nothing, and why."""
    db.execute(
        "UPDATE runs SET status = 'failed', notes = ?, finished_at = ? WHERE id = ?",
        (json.dumps([[reason]]), now(), run_id),
    )


def add_rows(db: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Keep the rows of a run: run, number, text, folded, outcome, reasons."""
    db.executemany(
        "INSERT INTO run_rows (run_id, number, text, folded, outcome, reasons)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        rows,
    )


def one(db: sqlite3.Connection, run_id: int) -> sqlite3.Row | None:
    """A run."""
    found: sqlite3.Row | None = db.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
    return found


def of_niche(db: sqlite3.Connection, niche_id: int) -> list[sqlite3.Row]:
    """The runs of a niche, the latest first."""
    statement = "SELECT * FROM runs WHERE niche_id = ? ORDER BY id DESC"
    return db.execute(statement, (niche_id,)).fetchall()


def rows(db: sqlite3.Connection, run_id: int) -> list[sqlite3.Row]:
    """Every row of a run, as it was read."""
    statement = "SELECT * FROM run_rows WHERE run_id = ? ORDER BY id"
    return db.execute(statement, (run_id,)).fetchall()
