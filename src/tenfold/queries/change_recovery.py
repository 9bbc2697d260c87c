"""What became of a change whose process was killed: the database itself says.

A change is one transaction, so any trace of it proves the whole. Its record is complete before it
is committed; where the record is not, nothing was.
"""

from __future__ import annotations

from collections.abc import Callable

import apsw

from tenfold.errors import ChangeError
from tenfold.queries.change_journal import Change, Journal, write_change
from tenfold.queries.change_session import Session
from tenfold.queries.change_statistics import read_statistics, statistics_digest

BACKUP = "backup.db"


def in_place(change: Change, indexes: dict[str, str], tables: set[str], statistics: str) -> bool:
    """Tell whether the change's transaction was committed and not taken back.

    `indexes` are name and statement of those there are, in lower case the names; `statistics` is
    the digest of those there are.
    """
    if change.statistics is None:
        return False
    if change.created:
        return any(indexes.get(each.name.lower()) == each.sql for each in change.created)
    if change.dropped:
        rest = [each for each in change.dropped if each.table.lower() in tables]
        return bool(rest) and not any(each.name.lower() in indexes for each in rest)
    return statistics == change.statistics


def settle(session: Session, journal: Journal) -> list[str]:
    """Finish what earlier runs began, or mark that it never happened; return what was done."""
    journal.remove_unfinished()
    notes = []
    for change in journal.changes():
        if change.status == "prepared":
            notes += _settle_prepared(session, change)
        elif change.status == "undoing":
            notes += _settle_undoing(session, change)
    return notes


def commit(session: Session, arrived: Callable[[], bool]) -> None:
    """Commit, and where SQLite reports a failure, ask the database whether it is one.

    Raises:
        apsw.Error: The commit failed; all was rolled back.
        ChangeError: The disk fails so badly that no one can tell at this moment.
    """
    try:
        session.commit()
    except apsw.Error as failure:
        if isinstance(failure, apsw.BusyError):
            raise
        try:
            session.rollback()
            session.past_commit = arrived()
        except apsw.Error as error:
            raise ChangeError(
                f"the disk failed while {session.name} was changed ({error}); it is as it was or "
                "fully changed: when the disk works, tenfold undo tells which, and takes it back"
            ) from error
        if not session.past_commit:
            raise


def _settle_prepared(session: Session, change: Change) -> list[str]:
    if not found_in_place(session, change):
        forget(change)
        return [f"the change of {change.day} was interrupted before it was made"]
    problem = session.set_journal_mode(change.journal_mode)
    if problem:
        return [f"{problem}; all else of the change of {change.day} is in place"]
    change.status = "applied"
    write_change(change)
    return [f"the change of {change.day} was interrupted when it was made; it is complete now"]


def _settle_undoing(session: Session, change: Change) -> list[str]:
    if found_in_place(session, change):
        change.status = "applied"
        write_change(change)
        return [f"taking back the change of {change.day} was interrupted; it is still in place"]
    problem = restore_journal_mode(session, change)
    if problem:
        return [f"{problem}; all else of the change of {change.day} was taken back"]
    change.status = "undone"
    write_change(change)
    return [f"the change of {change.day} is taken back completely now"]


def found_in_place(session: Session, change: Change) -> bool:
    """Read from the database whether the change is there."""
    statistics = statistics_digest(read_statistics(session.connection))
    return in_place(change, indexes_of(session), tables_of(session), statistics)


def forget(change: Change) -> None:
    """Mark a change as never applied; a backup of what is still there is of no use."""
    (change.folder / BACKUP).unlink(missing_ok=True)
    change.status = "never applied"
    write_change(change)


def restore_journal_mode(session: Session, change: Change) -> str | None:
    """Set the journal mode as it was, if the change set one; return why it can't be."""
    if change.journal_mode == change.journal_mode_before:
        return None
    return session.set_journal_mode(change.journal_mode_before)


def indexes_of(session: Session) -> dict[str, str]:
    """The statement of each index that CREATE INDEX made, by its name in lower case."""
    rows = session.run("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL")
    return {str(name).lower(): str(sql) for name, sql in rows}


def tables_of(session: Session) -> set[str]:
    """The names of all tables, in lower case."""
    rows = session.run("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {str(name).lower() for (name,) in rows}
