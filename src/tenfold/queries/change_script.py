"""The scripts beside a change: what was run, and what takes it back in any SQLite shell."""

from __future__ import annotations

from tenfold.queries.change_journal import Change
from tenfold.queries.change_plan import ChangePlan
from tenfold.queries.change_statistics import restoring
from tenfold.queries.schema import quote


def plan_script(plan: ChangePlan) -> str:
    """What was applied, as a script."""
    return _script(["BEGIN IMMEDIATE", *plan.statements, "COMMIT", *plan.pragmas])


def undo_script(change: Change, name: str) -> str:
    """What takes the change back, for a person with the sqlite3 shell and no Tenfold.

    It needs no extension of the shell and no STAT4, and may be run twice.
    """
    lines = [
        f"-- Takes back what Tenfold applied to {ascii(name)[1:-1]} on {change.day}.",
        "-- `tenfold undo` does the same; by hand: sqlite3 -bail DATABASE < undo.sql",
    ]
    statements = [f"DROP INDEX IF EXISTS {quote(index.name)}" for index in change.created]
    statements += [create_again(index.sql) for index in change.dropped]
    statements += restoring(change.statistics_before)
    mode = []
    if change.journal_mode != change.journal_mode_before:
        mode = [f"PRAGMA journal_mode = {change.journal_mode_before.upper()}"]
    return "\n".join(lines) + "\n" + _script(["BEGIN IMMEDIATE", *statements, "COMMIT", *mode])


def create_again(sql: str) -> str:
    """The statement that made an index, so that it may be run twice; the schema keeps `sql`."""
    for start in ("CREATE INDEX ", "CREATE UNIQUE INDEX "):
        if sql.startswith(start):
            return f"{start}IF NOT EXISTS {sql.removeprefix(start)}"
    return sql


def _script(statements: list[str]) -> str:
    return "".join(f"{sql.rstrip().rstrip(';')};\n" for sql in statements)
