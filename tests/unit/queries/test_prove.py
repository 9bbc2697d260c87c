"""The acceptance test: the plan on a clone of its own, beside the workload as it is."""

from pathlib import Path

import apsw
import pytest

from tenfold.queries.building import Building
from tenfold.queries.index import Candidate
from tenfold.queries.proof import FIRST_LIMIT, Baseline
from tenfold.queries.prove import Proof, prove
from tenfold.queries.resolve import resolve
from tenfold.queries.schema import Term
from tenfold.queries.workload import read_workload
from tests.studies import Line, database, recording, rows

SCRIPT = (
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c INT, note TEXT);",
    rows("t", 5_000, "x, pick(x, 1000), pick(x, 100), 5000 - x, 'a note of some length'"),
)


def index(*keys: str) -> Candidate:
    """A candidate on table t."""
    return Candidate("t", tuple(Term(key, key) for key in keys))


A, B, C, NOTE = index("a"), index("b"), index("c", "a"), index("note")


def proof(folder: Path, workload: list[Line], *chosen: Candidate, more: str = "") -> Proof:
    """Prove a choice on a fresh database."""
    before = folder / "before.db"
    before.unlink(missing_ok=True)
    database(before, *SCRIPT, more)
    connection = apsw.Connection(str(before))
    resolved = resolve(read_workload(recording(folder / "w.jsonl", *workload)), connection)
    connection.close()
    baseline = Baseline(before, resolved.shapes, foreign_keys=resolved.foreign_keys)
    baseline.start()
    baseline.finish(60)
    building = Building(before, folder / "after.db", chosen, foreign_keys=resolved.foreign_keys)
    building.start()
    return prove(building, resolved, baseline.side, progress=lambda *_: None)


BY_A: list[Line] = [("SELECT * FROM t WHERE a = ?", [n]) for n in range(30)]


def test_keeps_what_holds(tmp_path: Path) -> None:
    """What pays and changes no row is kept, with its SQL, its size and who uses it."""
    found = proof(tmp_path, BY_A, A)
    assert found.kept == [A]
    assert found.sql == [A.sql, "ANALYZE"]
    assert found.used_by == {A.name: [found.statements[0].id]}
    assert found.bytes[A.name] > 0
    assert found.after.steps < found.before.steps / 100
    assert [s.same for s in found.statements] == ["identical"]
    assert (found.statements[0].replayed, found.statements[0].calls) == (20, 30)


def test_takes_out_what_changes_rows(tmp_path: Path) -> None:
    """An index under which LIMIT cuts off other rows is taken out, and the reason names who."""
    first = "SELECT id, c FROM t WHERE c < 10 LIMIT 2"
    found = proof(tmp_path, [*BY_A, first], A, C)
    assert found.kept == [A]
    assert "returns other rows with it" in found.rejected[C]
    assert all(s.same == "identical" for s in found.statements)


def test_ties_keep_their_order(tmp_path: Path) -> None:
    """Where an order has ties, their order is a result as well."""
    tied = "SELECT id FROM t WHERE b < 90 ORDER BY b DESC LIMIT 100"
    found = proof(tmp_path, [*BY_A, tied], A, B)
    assert found.kept == [A]
    assert "returns other rows" in found.rejected[B]
    turned = Candidate("t", (Term("b", "b", descending=True),))
    assert proof(tmp_path, [*BY_A, tied], A, turned).kept == [A, turned]


def test_goes_back_where_nothing_pays(tmp_path: Path) -> None:
    """A plan that saves next to nothing is dropped whole, and the figures are those before."""
    found = proof(tmp_path, ["SELECT count(*) FROM t WHERE b <> 3"], NOTE)
    assert (found.kept, found.sql) == ([], [])
    assert "less than 1 %" in found.rejected[NOTE]
    assert found.after == found.before


def test_write_costs_count(tmp_path: Path) -> None:
    """Pages that an index makes a write change appear in the cost after."""
    writes: list[Line] = [("UPDATE t SET b = ? WHERE id = ?", [n, n * 50 + 1]) for n in range(20)]
    found = proof(tmp_path, [*BY_A, *writes], A, B)
    (write,) = [s for s in found.statements if s.kind == "write"]
    assert write.after.page_writes > write.before.page_writes
    assert write.same == "identical"


def test_clone_is_left_as_it_was(tmp_path: Path) -> None:
    """Replaying writes leaves both clones with the rows that they had."""
    proof(tmp_path, [*BY_A, "DELETE FROM t", "UPDATE t SET a = 0"], A)
    for name in ("before.db", "after.db"):
        connection = apsw.Connection(str(tmp_path / name))
        assert connection.execute("SELECT count(*), sum(a) > 0 FROM t").fetchall() == [(5000, 1)]
        assert connection.execute("PRAGMA integrity_check").get == "ok"
        connection.close()


def test_write_that_cannot_be_replayed(tmp_path: Path) -> None:
    """A write that a constraint forbids costs nothing and is said to be not compared."""
    found = proof(tmp_path, [*BY_A, "INSERT INTO t (id) VALUES (1)"], A)
    assert [s.same for s in found.statements] == ["identical", "not compared"]


def test_chance_is_not_compared(tmp_path: Path) -> None:
    """Rows in an order of chance prove nothing, and take no index out."""
    found = proof(tmp_path, ["SELECT id FROM t WHERE a = 3 ORDER BY random()"] * 9, A)
    assert found.kept == [A]


def test_baseline_can_be_stopped(tmp_path: Path) -> None:
    """A statement without end is stopped when nobody waits any longer, and is known as such."""
    path = database(tmp_path / "a.db", *SCRIPT)
    connection = apsw.Connection(str(path))
    endless = "SELECT count(*) FROM t x, t y, t z WHERE x.a + y.a + z.a = 7"
    lines: list[Line] = [endless, "SELECT count(*) FROM t"]
    resolved = resolve(read_workload(recording(tmp_path / "w.jsonl", *lines)), connection)
    connection.close()
    baseline = Baseline(path, resolved.shapes, foreign_keys=False)
    baseline.start()
    baseline.finish(1.5)
    slow, quick = resolved.shapes
    measure, other = baseline.side.measures[slow.id, 0], baseline.side.measures[quick.id, 0]
    assert measure
    assert other
    assert (measure.finished, other.finished) == (False, True)
    assert measure.steps >= FIRST_LIMIT


def test_baseline_passes_errors_on(tmp_path: Path) -> None:
    """What goes wrong on the second thread is raised on the first."""
    baseline = Baseline(tmp_path / "no" / "where.db", [], foreign_keys=False)
    baseline.start()
    with pytest.raises(apsw.CantOpenError):
        baseline.finish(10)


def test_statistics_alone_may_change_rows(tmp_path: Path) -> None:
    """Where ANALYZE alone changes the rows of a statement, the plan doesn't run it."""
    more = (
        "ALTER TABLE t ADD COLUMN flag INT DEFAULT 1; CREATE INDEX fl ON t (flag);"
        "CREATE INDEX ic ON t (c);"
    )
    tied = "SELECT id FROM t WHERE flag = 1 AND c > 4500 ORDER BY b LIMIT 50"
    found = proof(tmp_path, [*BY_A, tied], A, more=more)
    assert [s.same for s in found.statements] == ["identical", "identical"]
