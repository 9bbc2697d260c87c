"""From shapes to proposals."""

from pathlib import Path

import apsw
import pytest

from tenfold.queries.advise import advise
from tenfold.queries.options import Proposal
from tenfold.queries.resolve import resolve
from tenfold.queries.schema import read_schema
from tenfold.queries.workload import read_workload
from tests.studies import Line, database, recording, rows

SCRIPT = (
    "CREATE TABLE t (id INTEGER PRIMARY KEY, k INT, state TEXT, at INT, name TEXT);"
    "CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INT REFERENCES t (id));",
    rows(
        "t",
        3_000,
        "x, pick(x, 300), CASE pick(x, 60) WHEN 0 THEN 'open' ELSE 'shut' END, x, 'N' || x",
    ),
    rows("child", 1_000, "x, 1 + pick(x, 500)"),
)


@pytest.fixture
def propose(tmp_path: Path) -> "Propose":
    """Advise on a small database."""
    return Propose(tmp_path)


class Propose:
    """Advises on one workload after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = database(folder / "a.db", *SCRIPT)

    def all(self, *lines: Line) -> list[Proposal]:
        """The proposals, shape by shape."""
        workload = read_workload(recording(self._folder / "w.jsonl", *lines))
        connection = apsw.Connection(str(self._path))
        resolved = resolve(workload, connection)
        found = advise(connection, read_schema(connection), resolved).proposals
        connection.close()
        return found

    def narrow(self, *lines: Line) -> list[str]:
        """What would find the rows of the last shape."""
        return [c.definition for c in self.all(*lines)[-1].narrow]

    def wide(self, *lines: Line) -> list[str]:
        """What the planner chooses where covering indexes are allowed."""
        return [c.definition for c in self.all(*lines)[-1].wide]


def test_value_that_never_varies(propose: Propose) -> None:
    """A literal is part of the statement; a value that differs from call to call is not."""
    partial = "t (at) WHERE state = 'open'"
    same = [f"SELECT * FROM t WHERE state = 'open' AND at > {n}" for n in range(2000, 2010)]
    assert partial in propose.narrow(*same)
    mixed = [f"SELECT * FROM t WHERE state = '{s}'" for s in ("open", "shut", "gone", "new")]
    assert not any("WHERE" in each for each in propose.narrow(*mixed))
    bound: list[Line] = [("SELECT * FROM t WHERE state = ?", ["open"])] * 5
    assert not any("WHERE" in each for each in propose.narrow(*bound))


def test_one_call_of_a_selective_column(propose: Propose) -> None:
    """A value that was seen once in a column of many values is taken for one call's."""
    assert propose.narrow("SELECT * FROM t WHERE k = 7") == ["t (k)"]


def test_covering(propose: Propose) -> None:
    """An index that holds all that is read is proposed apart from those that only find."""
    sql = "SELECT sum(at) FROM t WHERE k BETWEEN 10 AND 90"
    assert "t (k, at)" in propose.wide(sql)
    assert propose.narrow(sql) == ["t (k)"]


def test_expression(propose: Propose) -> None:
    """A function around a column makes an index on it; one that SQLite lacks makes none."""
    assert propose.narrow("SELECT id FROM t WHERE lower(name) = 'n7'") == ["t (lower(name))"]


def test_foreign_keys(propose: Propose) -> None:
    """A child column is proposed to a delete in the parent, if the app enforces foreign keys."""
    delete = "DELETE FROM t WHERE id = 2000"
    assert propose.narrow(delete) == []
    assert propose.narrow("PRAGMA foreign_keys = ON", delete) == ["child (t_id)"]
    assert propose.narrow("PRAGMA foreign_keys = ON", "SELECT * FROM t WHERE id = 3") == []


def test_nothing(propose: Propose) -> None:
    """A statement that needs no index gets no proposal."""
    for sql in ("SELECT 1", "SELECT * FROM t WHERE id = 7", "SELECT count(*) FROM t"):
        assert propose.narrow(sql) == []
