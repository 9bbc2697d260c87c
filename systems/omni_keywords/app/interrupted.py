"""Runs that were going on when the system stopped."""

from __future__ import annotations

from pathlib import Path

from systems.omni_keywords.app.database import connect, now


def close_interrupted_runs(database: Path) -> None:
    """Mark them as failed: the one process that worked on them is gone."""
    db = connect(database)
    try:
        with db:
            db.execute(
                "UPDATE runs SET status = 'failed', notes = '[[\"interrupted\"]]', finished_at = ?"
                " WHERE status = 'running'",
                (now(),),
            )
    finally:
        db.close()
