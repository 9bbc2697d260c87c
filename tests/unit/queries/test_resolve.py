"""What each statement is to a database."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import apsw
import pytest

from tenfold.errors import WorkloadError
from tenfold.queries.resolve import Resolved, resolve
from tenfold.queries.workload import read_workload
from tests.studies import Line, recording

SCHEMA = """
CREATE TABLE a (id INTEGER PRIMARY KEY, x INT);
CREATE TABLE b (a_id INT REFERENCES A (id) ON DELETE CASCADE);
CREATE TABLE log (what TEXT);
CREATE VIEW v AS SELECT x FROM a;
CREATE TRIGGER t AFTER UPDATE ON a BEGIN INSERT INTO log VALUES ('changed'); END;
"""


@pytest.fixture
def connection() -> Iterator[apsw.Connection]:
    """A database without rows."""
    connection = apsw.Connection(":memory:")
    connection.execute(SCHEMA)
    yield connection
    connection.close()


@pytest.fixture
def resolved(connection: apsw.Connection, tmp_path: Path) -> "Ask":
    """Resolve the statements given."""
    return Ask(connection, tmp_path / "w.jsonl")


class Ask:
    """Resolves statements on a database."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def __call__(self, *lines: Line, skip_failing: bool = False) -> Resolved:
        """Resolve a workload of these lines."""
        workload = read_workload(recording(self._path, *lines))
        return resolve(workload, self._connection, skip_failing=skip_failing)

    def tables(self, *lines: Line) -> Sequence[str]:
        """The tables of the last shape."""
        found = self(*lines)
        return sorted(found.tables[found.shapes[-1].id])


def test_kinds(resolved: Ask) -> None:
    """SQLite says what reads and what writes."""
    found = resolved(
        "SELECT * FROM a",
        "WITH x AS (SELECT 1) INSERT INTO a (x) SELECT * FROM x",
        "UPDATE a SET x = 1",
        "REPLACE INTO a VALUES (1, 2)",
        "VALUES (1)",
    )
    assert [shape.kind for shape in found.shapes] == ["read", "write", "write", "write", "read"]


def test_tables(resolved: Ask) -> None:
    """Tables are seen through views, triggers and subqueries."""
    assert resolved.tables("SELECT * FROM v") == ["a", "v"]
    assert resolved.tables("SELECT 1 WHERE EXISTS (SELECT 1 FROM b)") == ["b"]
    assert "log" in resolved.tables("UPDATE a SET x = 1 WHERE id = 2")


def test_tables_of_foreign_keys(resolved: Ask) -> None:
    """A child table is touched by a delete in its parent, if the app turns foreign keys on."""
    delete = "DELETE FROM a WHERE id = 1"
    assert resolved.tables(delete) == ["a"]
    assert resolved.tables(delete, "PRAGMA foreign_keys = ON", delete) == ["a", "b"]


@pytest.mark.parametrize(
    ("sql", "on"),
    [
        ("PRAGMA foreign_keys = ON", True),
        ("pragma foreign_keys=1;", True),
        ("PRAGMA foreign_keys = OFF", False),
        ("PRAGMA foreign_keys", False),
        ("PRAGMA journal_mode = on", False),
    ],
)
def test_foreign_keys(resolved: Ask, sql: str, on: bool) -> None:
    """The pragma in the workload says whether the app enforces foreign keys."""
    assert resolved(sql, "SELECT 1").foreign_keys is on


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("BEGIN IMMEDIATE", "BEGIN belongs to a session: not replayed"),
        ("CREATE TABLE c (x)", "CREATE changes the schema: not replayed"),
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT (", "incomplete input"),
        ("SELECT '", "unrecognized token"),
        ("SELECT 1; SELECT 2", "more than one statement"),
    ],
)
def test_left_out(resolved: Ask, sql: str, why: str) -> None:
    """What isn't replayed is listed with its line and the reason."""
    (out,) = resolved("SELECT 1", sql).left_out
    assert (out.sql, out.line) == (sql, 2)
    assert why in out.why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("SELECT * FROM nowhere", "no such table: nowhere"),
        ("SELECT y FROM a", "no such column: y"),
        ("SELECT f(x) FROM a", "no such function: f"),
        (("SELECT ?", []), "don't fit its placeholders"),
        (("SELECT ?", [1, 2]), "don't fit its placeholders"),
    ],
)
def test_failing(resolved: Ask, line: Line, why: str) -> None:
    """What can't run here stops with file and line, or is listed where that was asked for."""
    with pytest.raises(WorkloadError, match=r"w\.jsonl:2: .*" + re.escape(why)):
        resolved("SELECT 1", line)
    found = resolved("SELECT 1", line, skip_failing=True)
    assert why in found.left_out[0].why
    assert len(found.shapes) == 1


def test_nothing_left(resolved: Ask) -> None:
    """A workload of which nothing can be replayed is refused, with the first reason."""
    with pytest.raises(WorkloadError, match=r"no statement that can be replayed \(line 1: COMMIT"):
        resolved("COMMIT")


def test_long_statement_is_cut_in_the_error(resolved: Ask) -> None:
    """The error stays one readable line however long the statement is."""
    with pytest.raises(WorkloadError) as caught:
        resolved("SELECT * FROM nowhere WHERE x IN (" + ", ".join("1" * 500) + ")\n\nLIMIT 1")
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)
