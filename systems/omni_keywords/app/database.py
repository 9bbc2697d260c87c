"""One SQLite connection for each request, as SQLite gives it: no pool, no pragmas but one."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, current_app, g

SCHEMA = Path(__file__).with_name("schema.sql")


def connect(path: Path) -> sqlite3.Connection:
    """Open the database; rows are read by name and references are kept."""
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    return db


def connection() -> sqlite3.Connection:
    """The connection of this request, opened when it is first asked for."""
    if "db" not in g:
        g.statements = 0
        g.db = connect(current_app.config["SETTINGS"].database)
        if current_app.config["SETTINGS"].measure:
            g.db.set_trace_callback(_count)
    db: sqlite3.Connection = g.db
    return db


def now() -> str:
    """The time as the database keeps it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def create(path: Path) -> None:
    """Make the tables where there are none."""
    db = connect(path)
    try:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit'").fetchone():
            db.executescript(f"BEGIN;\n{SCHEMA.read_text()}\nCOMMIT;")
    finally:
        db.close()


def attach(app: Flask) -> None:
    """Close each request's connection, and with MEASURE=1 say how many statements it took."""
    app.teardown_appcontext(_close)
    if app.config["SETTINGS"].measure:
        app.after_request(_say)


def _count(statement: str) -> None:
    # The triggers that sqlite traces as comments are none of ours.
    if not statement.startswith("--"):
        g.statements += 1


def _say(response: Response) -> Response:
    response.headers["Server-Timing"] = f'sql;desc="{g.get("statements", 0)}"'
    return response


def _close(_error: BaseException | None) -> None:
    db = g.pop("db", None)
    if db is not None:
        db.close()
