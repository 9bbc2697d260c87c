"""Takes back the newest change, touching only what that change made."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tenfold.errors import ChangeError, DatabaseError
from tenfold.queries.change import find_database
from tenfold.queries.change_journal import Change, Journal, Status, journal_of, locked, write_change
from tenfold.queries.change_recovery import (
    commit,
    forget,
    found_in_place,
    indexes_of,
    restore_journal_mode,
    tables_of,
)
from tenfold.queries.change_script import create_again
from tenfold.queries.change_session import Session, plain_words
from tenfold.queries.change_statistics import (
    Statistics,
    read_statistics,
    restoring,
    restoring_of,
    statistics_digest,
)
from tenfold.queries.schema import quote


@dataclass(slots=True)
class Undone:
    """What was taken back, and what was left as it is and why."""

    folder: Path
    applied_at: datetime
    dropped: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    statistics: bool = False
    """Whether the statistics are as they were; False where they were renewed since."""
    journal_mode: str | None = None
    """The journal mode that was set back."""
    notes: list[str] = field(default_factory=list)
    """One line for each thing that is not as it was before the change."""


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change that was written down, for a list."""

    folder: Path
    status: Status
    applied_at: datetime
    created: list[str]
    dropped: list[str]


@dataclass(slots=True)
class _Steps:
    """The statements of an undo, and what they come to."""

    statements: list[str]
    undone: Undone


def list_changes(database: Path) -> list[PastChange]:
    """All changes of a database, newest first; nothing is locked or written for it.

    Raises:
        DatabaseError: There is no such file.
    """
    if not database.is_file():
        raise DatabaseError(f"there is no file {database}")
    with plain_words(database.name):
        changes = journal_of(database.resolve()).changes()
    return [
        PastChange(
            change.folder,
            change.status,
            datetime.fromisoformat(change.time),
            [index.name for index in change.created],
            [index.name for index in change.dropped],
        )
        for change in reversed(changes)
    ]


def undo_last(database: Path) -> Undone:
    """Take back the newest change that is applied, in one transaction.

    One that was interrupted, on its way in or out, counts as well.

    Raises:
        ChangeError: There is nothing to take back, or it can't be; nothing was changed.
        DatabaseError: There is no such database.
        KeyboardInterrupt: Ctrl-C came before the commit; nothing was changed.
    """
    if not list_changes(database):
        raise _nothing(database.name)
    path = find_database(database)
    journal = journal_of(path)
    with plain_words(path.name), locked(journal, path.name), closing(Session(path)) as session:
        change = _newest(session, journal)
        if change is None:
            raise _nothing(path.name)
        return _transact(session, change)


def plan_undo(
    change: Change,
    indexes: dict[str, str],
    tables: set[str],
    statistics: str,
) -> _Steps:
    """Decide what to run, from what there is: see `in_place` for the arguments."""
    undone = Undone(change.folder, datetime.fromisoformat(change.time))
    statements = []
    for index in change.created:
        now = indexes.get(index.name.lower())
        if now == index.sql:
            statements.append(f"DROP INDEX {quote(index.name)}")
            undone.dropped.append(index.name)
        elif now is None:
            undone.notes.append(f"{index.name} was gone already")
        else:
            undone.notes.append(f"{index.name} is another index now, and stays")
    for index in change.dropped:
        if index.name.lower() in indexes:
            undone.notes.append(f"{index.name} was back already")
        elif index.table.lower() not in tables:
            undone.notes.append(f"{index.name} is not made again: the table {index.table} is gone")
        else:
            statements.append(create_again(index.sql))
            undone.restored.append(index.name)
    statements += _statistics(change.statistics_before, undone, tables, statistics, change)
    return _Steps(statements, undone)


def _statistics(
    before: Statistics, undone: Undone, tables: set[str], digest: str, change: Change
) -> list[str]:
    undone.statistics = digest == statistics_digest(before)
    if undone.statistics and not undone.restored and not undone.dropped:
        return []
    if digest == change.statistics or undone.statistics:
        undone.statistics = True
        return restoring(before)
    undone.notes.append("the statistics were renewed since, and stay")
    present = [name for name in before if name in tables]
    return [sql for name in undone.restored for sql in restoring_of(name, before, present)]


def _newest(session: Session, journal: Journal) -> Change | None:
    """The change to take back; those that never came to be are marked so on the way."""
    for change in reversed(journal.changes()):
        if change.status == "prepared" and not found_in_place(session, change):
            forget(change)
        if change.status in {"prepared", "applied", "undoing"}:
            return change
    return None


def _transact(session: Session, change: Change) -> Undone:
    before = change.status
    session.begin()
    try:
        steps = plan_undo(
            change,
            indexes_of(session),
            tables_of(session),
            statistics_digest(read_statistics(session.connection)),
        )
        change.status = "undoing"
        write_change(change)
        for sql in steps.statements:
            session.run(sql)
        with session.hold_interrupts():
            commit(session, lambda: not found_in_place(session, change))
            return _finish(session, change, steps.undone)
    except BaseException:
        session.rollback()
        if not session.past_commit:
            change.status = before
            with suppress(OSError):
                write_change(change)
        raise


def _finish(session: Session, change: Change, undone: Undone) -> Undone:
    """Do what stands outside of the transaction. It is done: from here on nothing raises."""
    mode = session.journal_mode()
    problem = restore_journal_mode(session, change)
    if problem:
        undone.notes.append(
            f"{problem}; run tenfold undo again when no other program has {session.name} open"
        )
        return undone
    if session.journal_mode() != mode:
        undone.journal_mode = change.journal_mode_before
    change.status = "undone"
    try:
        write_change(change)
    except OSError as error:
        undone.notes.append(
            f"that it is taken back could not be marked ({error.strerror}); run undo again"
        )
    return undone


def _nothing(name: str) -> ChangeError:
    return ChangeError(f"there is nothing to undo: no change by tenfold is in place on {name}")
