"""Applies a plan to the original: a verified backup first, then all of it or nothing.

What a crash leaves at any moment, and what others see meanwhile:

- Indexes and statistics come in one transaction with full syncs: after `kill -9`, a full disk or a
  power cut they are all there or none is. SQLite takes back what was half written when the
  database is next opened by anyone; until then the bare file, copied without the `-journal` or
  `-wal` beside it, is not the database.
- The journal mode can't be part of a transaction; it is set right after the commit. Between the
  two the new indexes are there under the old mode, which is harmless. A crash there leaves
  `change.json` at `prepared`; the next `--apply` sees the indexes and finishes (mode and mark), the
  next undo takes them back. Where there is no trace of the change, it is marked as never applied.
- Others read all the time, except, outside of WAL mode, while the commit writes its pages. Others
  write except while the transaction runs; in WAL mode and else they wait, or get SQLITE_BUSY.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import apsw

from tenfold.errors import ChangeError, DatabaseError
from tenfold.events import Progress, emit
from tenfold.queries.change_journal import (
    Change,
    Journal,
    MadeIndex,
    journal_of,
    locked,
    write_change,
    write_text,
)
from tenfold.queries.change_plan import Actions, ChangePlan, check_names, read_plan
from tenfold.queries.change_recovery import commit, found_in_place, settle
from tenfold.queries.change_script import plan_script, undo_script
from tenfold.queries.change_session import Session, plain_words
from tenfold.queries.change_statistics import read_statistics, statistics_digest
from tenfold.queries.schema import OWN

__all__ = ["Applied", "ChangePlan", "apply_change", "finish_interrupted", "schema_digest"]

SPARE = 4 << 20
"""Bytes beside backup and indexes: the records, statistics, and the journal's own."""


@dataclass(slots=True)
class Applied:
    """What was changed, and where to find what takes it back."""

    folder: Path
    created: list[str]
    dropped: list[str]
    analyzed: bool
    journal_mode: str | None
    """The mode that was set; None where the plan doesn't ask for one, or it could not be set."""
    seconds: float
    """How long the transaction took: others could not write meanwhile."""
    notes: list[str] = field(default_factory=list)
    """What else a person should know, one line each: what is outstanding, what was finished."""

    @property
    def undo_script(self) -> Path:
        """The script that takes the change back without Tenfold."""
        return self.folder / "undo.sql"


def schema_digest(connection: apsw.Connection) -> str:
    """A short text that is equal exactly where the schemas are, statistics tables left aside."""
    rows = connection.execute(
        OWN + "SELECT type, name, tbl_name, sql FROM sqlite_schema "
        r"WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY type, name"
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def apply_change(
    database: Path, plan: ChangePlan, *, backup: Callable[[Path, Path], object]
) -> Applied:
    """Back up the database, then apply the plan to it: all of it or nothing.

    `backup(database, folder)` writes a verified copy into the folder, or raises.

    Raises:
        ChangeError: It could not be done; the database is as it was.
        DatabaseError: There is no such database, or the backup failed.
        KeyboardInterrupt: Ctrl-C came before the commit; the database is as it was.
    """
    actions = read_plan(plan)
    path = find_database(database)
    journal = journal_of(path)
    with plain_words(path.name), locked(journal, path.name), closing(Session(path)) as session:
        notes = settle(session, journal)
        _check(session, plan, actions, path)
        folder = journal.new_folder()
        try:
            backup(path, folder)
            applied = _transact(session, plan, actions, journal, folder)
        except BaseException:
            if not session.past_commit:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    applied.notes[:0] = notes
    return applied


def finish_interrupted(database: Path) -> list[str]:
    """Finish or mark what a killed `--apply` or `undo` left; return a line for each.

    Raises:
        ChangeError: Another tenfold is at it, or the database can't be written.
    """
    path = find_database(database)
    journal = journal_of(path)
    with plain_words(path.name):
        if not any(change.status in {"prepared", "undoing"} for change in journal.changes()):
            return []
        with locked(journal, path.name), closing(Session(path)) as session:
            return settle(session, journal)


def find_database(database: Path) -> Path:
    """The real path of a database that can be changed.

    Raises:
        DatabaseError: There is no such file.
        ChangeError: It, or the folder that it is in, can't be written.
    """
    if not database.is_file():
        raise DatabaseError(f"there is no file {database}")
    path = database.resolve()
    root = journal_of(path).root
    with plain_words(path.name):
        inner = [each for each in (*root.parents[:2], root) if each.exists()]
        problem = write_problem(
            path.name,
            file=_may_write(path),
            folder=_may_write(path.parent),
            state=all(map(_may_write, inner)),
        )
    if problem:
        raise ChangeError(problem)
    return path


def write_problem(name: str, *, file: bool, folder: bool, state: bool) -> str | None:
    """Say what can't be written, of the database, its folder and `.tenfold` in it; or None."""
    if not file:
        return f"{name} is read-only; nothing was changed; make it writable for you first"
    if not folder:
        return (
            f"the folder of {name} is read-only, where SQLite keeps its journal and Tenfold the "
            "backup; nothing was changed; make it writable for you first"
        )
    if not state:
        return (
            f"the folder .tenfold beside {name} is read-only; nothing was changed; "
            "make it writable for you first"
        )
    return None


def room_problem(name: str, *, database: int, indexes: int, free: int) -> str | None:
    """Say what is lacking for a backup and the new indexes, or None if there is room.

    The indexes count twice: they are in the journal or the WAL before they are in the database.
    """
    needed = database + 2 * indexes + SPARE
    if needed <= free:
        return None
    return (
        f"no room to change {name}: backup and indexes take {needed / 1e6:,.1f} MB, "
        f"{free / 1e6:,.1f} MB are free; nothing was changed; make room, then run it again"
    )


def _may_write(path: Path) -> bool:
    need = os.W_OK | os.X_OK if path.is_dir() else os.W_OK
    return os.access(path, need, effective_ids=os.access in os.supports_effective_ids)


def _check(session: Session, plan: ChangePlan, actions: Actions, path: Path) -> None:
    """Refuse before anything is written what would fail, or would not be what was studied."""
    _check_schema(session, plan)
    indexes = session.run("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL")
    unique = session.run(
        "SELECT i.name FROM sqlite_schema AS t, pragma_index_list(t.name) AS i "
        "WHERE t.type = 'table' AND t.rootpage AND i.[unique]"
    )
    check_names(actions, [str(row[0]) for row in indexes], [str(row[0]) for row in unique])
    space = os.statvfs(path.parent)
    problem = room_problem(
        path.name,
        database=session.number("page_count") * session.number("page_size"),
        indexes=plan.index_bytes,
        free=space.f_bavail * space.f_frsize,
    )
    if problem:
        raise ChangeError(problem)


def _check_schema(session: Session, plan: ChangePlan) -> None:
    if schema_digest(session.connection) != plan.schema_digest:
        raise ChangeError(
            f"nothing was changed: the schema of {session.name} changed since it was studied; "
            "run optimize again"
        )


def _transact(
    session: Session, plan: ChangePlan, actions: Actions, journal: Journal, folder: Path
) -> Applied:
    began = time.monotonic()
    session.begin(plan.index_bytes)
    try:
        _check_schema(session, plan)
        change = _prepare(session, actions, journal, folder)
        write_text(folder / "plan.sql", plan_script(plan))
        write_text(folder / "undo.sql", undo_script(change, session.name))
        write_change(change)
        for done, sql in enumerate(plan.statements):
            emit(Progress("apply", done, len(plan.statements), sql))
            session.run(sql)
        emit(Progress("apply", len(plan.statements), len(plan.statements)))
        change.created = _made(session, actions.created)
        change.statistics = statistics_digest(read_statistics(session.connection))
        write_change(change)
        with session.hold_interrupts():
            commit(session, lambda: found_in_place(session, change))
            seconds = time.monotonic() - began
            return _finish(session, change, actions, seconds)
    except BaseException:
        session.rollback()
        raise


def _prepare(session: Session, actions: Actions, journal: Journal, folder: Path) -> Change:
    """What is there at this moment; others can't change it any more."""
    mode = session.journal_mode()
    return Change(
        folder=folder,
        number=journal.next_number(),
        status="prepared",
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        created=[MadeIndex(name, "", "") for name in actions.created],
        dropped=_made(session, actions.dropped),
        journal_mode_before=mode,
        journal_mode=actions.journal_mode or mode,
        statistics_before=read_statistics(session.connection),
    )


def _made(session: Session, names: list[str]) -> list[MadeIndex]:
    rows = session.connection.execute(
        OWN + "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL"
    )
    found = {name.lower(): MadeIndex(name, table, sql) for name, table, sql in rows}
    return [found[name.lower()] for name in names]


def _finish(session: Session, change: Change, actions: Actions, seconds: float) -> Applied:
    """Do what stands outside of the transaction. It is done: from here on nothing raises."""
    applied = Applied(
        change.folder, actions.created, actions.dropped, actions.analyzed, None, seconds
    )
    problem = session.set_journal_mode(change.journal_mode)
    if problem:
        applied.notes.append(f"{problem}; the next tenfold optimize --apply tries again")
        return applied
    applied.journal_mode = actions.journal_mode
    change.status = "applied"
    try:
        write_change(change)
    except OSError as error:
        applied.notes.append(
            f"the change is in place, but could not be marked so ({error.strerror}); "
            "the next tenfold optimize --apply or undo does it"
        )
    return applied
