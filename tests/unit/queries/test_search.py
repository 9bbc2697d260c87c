"""The search, on a database and proposals of our own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from tenfold.queries import options
from tenfold.queries.advise import advise
from tenfold.queries.costs import NO_WAY, Costs
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.resolve import Resolved, resolve
from tenfold.queries.schema import Term, read_schema
from tenfold.queries.workload import read_workload
from tests.studies import Line, advised, database, recording, rows, study

SCRIPT = (
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c INT, note TEXT);",
    rows("t", 10_000, "x, pick(x, 2000), pick(x, 100), x, 'a note of some length, ' || x"),
)


def index(*keys: str) -> Candidate:
    """A candidate on table t."""
    return Candidate("t", tuple(Term(key, key) for key in keys))


def found(folder: Path, *workload: Line, calls: int = 20, **options: int) -> list[str]:
    """What is chosen for a workload."""
    lines = [{"sql": w, "calls": calls} if isinstance(w, str) else w for w in workload]
    return advised(study(folder, SCRIPT, lines, **options))


def test_one_index_serves_two(tmp_path: Path) -> None:
    """Where one index can serve two statements, only that one is chosen."""
    assert found(
        tmp_path,
        "SELECT * FROM t WHERE a = 3",
        "SELECT * FROM t WHERE a = 3 AND c > 9000",
    ) in (["t (a)"], ["t (a, c)"])


def test_cheap_statement_is_left_as_it_is(tmp_path: Path) -> None:
    """A statement with next to none of the cost gets no index of its own."""
    assert found(
        tmp_path,
        {"sql": "SELECT * FROM t WHERE a = 3", "calls": 10_000},
        {"sql": "SELECT * FROM t WHERE c = 3", "calls": 1},
    ) == ["t (a)"]


def test_writes_count(tmp_path: Path) -> None:
    """The same read is given an index or not by how much its column is written."""
    read = {"sql": "SELECT * FROM t WHERE a = 3", "calls": 5}
    write = {"sql": "UPDATE t SET a = 1 WHERE id = 7", "calls": 2}
    assert found(tmp_path, read, write) == ["t (a)"]
    # It would still save more than it costs, but not twice as much.
    assert found(tmp_path, read, {**write, "calls": 20}) == []
    assert found(tmp_path, read, {**write, "calls": 100_000}) == []


@pytest.fixture
def world(tmp_path: Path) -> Iterator["World"]:
    """A laboratory with a workload resolved on it."""
    world = World(tmp_path)
    yield world
    world.laboratory.close()


class World:
    """A laboratory, and costs of statements on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.laboratory = Laboratory(database(folder / "lab.db", *SCRIPT))

    def resolved(self, workload: Sequence[Line]) -> Resolved:
        """A workload's shapes."""
        read = read_workload(recording(self._folder / "w.jsonl", *workload))
        return resolve(read, self.laboratory.connection)

    def costs(self, *workload: Line) -> tuple[Costs, Resolved]:
        """Costs of a workload's shapes."""
        resolved = self.resolved(workload)
        return Costs(self.laboratory, resolved.shapes, 3), resolved


def test_costs_are_remembered_by_program(world: World) -> None:
    """A statement whose program didn't change isn't run again."""
    costs, resolved = world.costs("SELECT * FROM t WHERE a = 3")
    (shape,) = resolved.shapes
    before = costs.expect(shape, 10**8)
    assert (costs.runs, costs.ended(shape)) == (1, True)
    world.laboratory.build(index("c"))
    assert (costs.cost(shape, 10**9), costs.runs) == (before, 1)
    world.laboratory.build(index("a"))
    assert costs.cost(shape, 10**9) < before / 100
    assert costs.runs == 2


def test_costs_stand_for_all_calls(world: World) -> None:
    """The samples' cost is multiplied by the calls that they stand for."""
    costs, resolved = world.costs({"sql": "SELECT * FROM t WHERE a = 3", "calls": 500})
    once, _ = world.costs("SELECT * FROM t WHERE a = 3")
    (shape,) = resolved.shapes
    assert costs.expect(shape, 10**8) == pytest.approx(
        500 * once.expect(replace(shape, distinct=once.samples[shape.id]), 10**8)
    )


def test_other_rows_are_no_way(world: World) -> None:
    """An index under which a statement returns other rows has no price at which it pays."""
    costs, resolved = world.costs(
        "SELECT id FROM t WHERE b < 50 LIMIT 5",
        "SELECT id FROM t WHERE b < 50 ORDER BY id LIMIT 5",
    )
    for shape in resolved.shapes:
        costs.expect(shape, 10**8)
    # Without statistics of the table the planner would scan; by them it takes the index.
    world.laboratory.build(index("b", "id"))
    connection = world.laboratory.connection
    cut, ordered = resolved.shapes
    if "USING" in str(connection.execute("EXPLAIN QUERY PLAN " + cut.example).fetchall()):
        assert costs.cost(cut, 10**9) == NO_WAY
    assert costs.cost(ordered, 10**9) < NO_WAY


def test_stopped_is_no_way(world: World) -> None:
    """A plan that isn't through at the limit doesn't pay, and counts as not ended."""
    costs, resolved = world.costs("SELECT * FROM t WHERE a = 3")
    (shape,) = resolved.shapes
    assert costs.expect(shape, 2_000) >= 2_000
    assert not costs.ended(shape)
    assert costs.cost(shape, 2_000) == NO_WAY


def test_chance_is_no_other_result(world: World) -> None:
    """A statement that asks for chance is priced all the same."""
    costs, resolved = world.costs("SELECT id FROM t WHERE a = 3 ORDER BY random()")
    (shape,) = resolved.shapes
    before = costs.expect(shape, 10**8)
    world.laboratory.build(index("a"))
    assert costs.cost(shape, 10**9) < before


def test_write_beyond_the_limit(world: World) -> None:
    """A write that is stopped at its limit has no price, and harms nothing."""
    costs, resolved = world.costs("UPDATE t SET note = 'x'", "UPDATE t SET a = 1 WHERE id = 1")
    dear, cheap = resolved.shapes
    assert costs.expect(dear, 5_000) >= 5_000
    assert costs.cost(dear, 5_000) == NO_WAY
    assert costs.expect(cheap, 5_000) < 50_000


def test_write_that_cannot_be_replayed(world: World) -> None:
    """An insert of a row that is there already costs nothing, and is no error."""
    costs, resolved = world.costs("INSERT INTO t VALUES (1, 1, 1, 1, '')")
    assert costs.expect(resolved.shapes[0], 10**6) == 0


def test_advice_leaves_the_laboratory_alone(world: World) -> None:
    """Thinking of candidates builds none."""
    resolved = world.resolved(["SELECT * FROM t WHERE a = 3"])
    connection: apsw.Connection = world.laboratory.connection
    advise(connection, read_schema(connection), resolved)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'index'").get == 0


def test_makes_room_for_what_saves_more(tmp_path: Path) -> None:
    """A small index that brings most for its bytes gives way where a better one needs its room."""
    rare = {"sql": "SELECT note FROM t WHERE b = 7 AND c > 9000", "calls": 2}
    usual = {"sql": "SELECT note FROM t WHERE a = 3", "calls": 20}
    (alone,) = study(tmp_path, SCRIPT, [usual]).plan.indexes
    both = study(tmp_path, SCRIPT, [rare, usual])
    assert len(both.plan.indexes) == 2
    tight = study(tmp_path, SCRIPT, [rare, usual], budget=alone.bytes)
    assert advised(tight) == ["t (a)"]
    assert any("space is used up" in index.why for index in tight.rejected)


def test_large_indexes_are_narrowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the first candidate of a large table is built, fewer of its keys are tried too."""
    monkeypatch.setattr(options, "LARGE", 0)
    both = ["SELECT note FROM t WHERE a = 3 AND c > 9000", "SELECT note FROM t WHERE a = 5"]
    report = study(tmp_path, SCRIPT, [{"sql": sql, "calls": 20} for sql in both])
    assert advised(report) == ["t (a, c)"]
    assert "t (a)" in {index.definition for index in report.rejected}
