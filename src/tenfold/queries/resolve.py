"""Find out what each statement of a workload is to this database, before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass, field

import apsw
import apsw.ext

from tenfold.errors import WorkloadError
from tenfold.queries.report import LeftOut
from tenfold.queries.shapes import SCHEMA_WORDS, SESSION_WORDS, Kind, Shape, first_word, group
from tenfold.queries.workload import Statement, Workload

_SHOWN = 100


@dataclass(slots=True)
class Resolved:
    """The shapes of a workload that run on this database, and what was left out."""

    shapes: list[Shape]
    tables: dict[str, frozenset[str]]
    """The tables that each shape reads or writes, triggers and views included, by its id."""
    statements: list[Statement]
    """Those that are replayed, in the order in which they ran."""
    left_out: list[LeftOut] = field(default_factory=list)
    foreign_keys: bool = False
    """The app turns on foreign keys, so their checks are part of its writes."""


def resolve(
    workload: Workload, connection: apsw.Connection, *, skip_failing: bool = False
) -> Resolved:
    """Prepare every statement on a connection to a clone.

    Statements that SQLite cannot parse, and those that change no rows (BEGIN, PRAGMA, CREATE),
    are left out and listed. A statement that names what this database doesn't have means that the
    workload belongs to another one.

    Raises:
        WorkloadError: a statement can't run here and `skip_failing` is off, or none is left.
    """
    foreign_keys = any(_turns_on_foreign_keys(s.sql) for s in workload.statements)
    connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}").fetchall()
    asked = _Asked(connection)
    left_out = [LeftOut(u.sql, u.line, u.why) for u in workload.unreadable]
    kept: list[tuple[Statement, Kind]] = []
    for statement in workload.statements:
        word = first_word(statement.sql)
        if word in SESSION_WORDS | SCHEMA_WORDS:
            what = "changes the schema" if word in SCHEMA_WORDS else "belongs to a session"
            left_out.append(LeftOut(statement.sql, statement.line, f"{word} {what}: not replayed"))
            continue
        answer = asked.about(statement)
        if isinstance(answer, _Fault):
            if not answer.unparsed and not skip_failing:
                raise WorkloadError(
                    f"{workload.path}:{statement.line}: {answer.why} in "
                    f"{_short(statement.sql)}; mend it, see whether this is the workload of "
                    "another database, or leave such statements out with --skip-failing"
                )
            left_out.append(LeftOut(statement.sql, statement.line, answer.why))
            continue
        touched = asked.tables(statement.sql)
        if touched and all(table.startswith("sqlite_") for table in touched):
            left_out.append(
                LeftOut(statement.sql, statement.line, "asks for the schema only: not replayed")
            )
            continue
        kept.append((statement, answer))
    if not kept:
        why = f" (line {left_out[0].line}: {left_out[0].why})" if left_out else ""
        raise WorkloadError(
            f"{workload.path}: holds no statement that can be replayed{why}; "
            "record the app, or write its SELECTs and writes there"
        )
    shapes = group(kept)
    tables = {shape.id: asked.tables(shape.example) for shape in shapes}
    return Resolved(shapes, tables, [statement for statement, _ in kept], left_out, foreign_keys)


@dataclass(frozen=True, slots=True)
class _Fault:
    why: str
    unparsed: bool


class _Asked:
    """Prepares statements, each text once, and notes which tables they touch."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._answers: dict[str, Kind | _Fault] = {}
        self._tables: dict[str, frozenset[str]] = {}
        self._fitting: dict[tuple[str, object], str | None] = {}

    def tables(self, sql: str) -> frozenset[str]:
        """The tables that a prepared statement touches."""
        return self._tables.get(sql, frozenset())

    def about(self, statement: Statement) -> Kind | _Fault:
        """What the statement is, or what is wrong with it."""
        if statement.sql not in self._answers:
            self._answers[statement.sql] = self._prepare(statement)
        answer = self._answers[statement.sql]
        if isinstance(answer, _Fault):
            return answer
        # Whether parameters fit depends on their number or names, not on their values.
        names = statement.parameters
        key = (statement.sql, frozenset(names) if isinstance(names, dict) else len(names))
        if key not in self._fitting:
            self._fitting[key] = _missing_parameters(self._connection, statement)
        missing = self._fitting[key]
        return _Fault(missing, unparsed=False) if missing else answer

    def _prepare(self, statement: Statement) -> Kind | _Fault:
        touched: set[str] = set()

        def note(action: int, first: str | None, *_: str | None) -> int:
            if action in _ON_A_TABLE and first:
                touched.add(first)
            return apsw.SQLITE_OK

        self._connection.authorizer = note
        try:
            info = apsw.ext.query_info(self._connection, statement.sql)
        except apsw.Error as error:
            text = str(error)
            unparsed = any(mark in text for mark in ("syntax error", "incomplete", "unrecognized"))
            return _Fault(text, unparsed)
        finally:
            self._connection.authorizer = None
        if info.query_remaining:
            return _Fault("holds more than one statement", unparsed=True)
        self._tables[statement.sql] = frozenset(touched)
        return "read" if info.is_readonly else "write"


_ON_A_TABLE = {
    apsw.SQLITE_READ,
    apsw.SQLITE_INSERT,
    apsw.SQLITE_UPDATE,
    apsw.SQLITE_DELETE,
}


def _missing_parameters(connection: apsw.Connection, statement: Statement) -> str | None:
    try:
        # EXPLAIN binds the parameters and runs nothing.
        connection.execute("EXPLAIN " + statement.sql, statement.parameters or None)
    except apsw.BindingsError as error:
        return f"its parameters don't fit its placeholders ({error})"
    except apsw.Error as error:
        return str(error)
    return None


def _turns_on_foreign_keys(sql: str) -> bool:
    words = sql.lower().replace("=", " ").replace(";", " ").split()
    return words[:2] == ["pragma", "foreign_keys"] and words[-1] in {"on", "1", "true", "yes"}


def _short(sql: str) -> str:
    one_line = " ".join(sql.split())
    return one_line if len(one_line) <= _SHOWN else one_line[:_SHOWN] + "…"
