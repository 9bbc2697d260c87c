"""Candidates shown and hidden on a clone."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.schema import Term
from tenfold.queries.shapes import Call
from tests.studies import database, rows


def index(*keys: str, where: str | None = None) -> Candidate:
    """A candidate on table t."""
    return Candidate("t", tuple(Term(key, key) for key in keys), where)


A, B, AB = index("a"), index("b"), index("a", "b")
RARE = index("b", where="a = 3")
BY_A = Call("SELECT id, b FROM t WHERE a = ?", (3,), 1)
BY_B = Call("SELECT * FROM t WHERE b = ?", (3,), 1)


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    """A laboratory with four candidates built."""
    path = database(
        tmp_path / "clone.db",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c TEXT);",
        "CREATE INDEX own ON t (c);",
        rows("t", 5_000, "x, x % 1000, x % 500, 'text ' || x"),
    )
    laboratory = Laboratory(path)
    for candidate in (A, B, AB, RARE):
        laboratory.build(candidate)
    yield laboratory
    laboratory.close()


def names(laboratory: Laboratory) -> set[str]:
    """The indexes that SQLite sees."""
    found = laboratory.connection.execute("SELECT name FROM pragma_index_list('t')")
    return {str(name) for (name,) in found}


def intact(laboratory: Laboratory) -> bool:
    """With all shown, every page and every entry is where it belongs."""
    laboratory.show((A, B, AB, RARE))
    return laboratory.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_sees_exactly_what_is_shown(laboratory: Laboratory) -> None:
    """After any showing, SQLite sees those indexes, the database's own, and no others."""
    chance = random.Random(1)
    for _ in range(50):
        shown = [c for c in (A, B, AB, RARE) if chance.random() < 0.5]
        laboratory.show(shown)
        assert names(laboratory) == {"own", *(c.name for c in shown)}
        found = laboratory.connection.execute("SELECT idx FROM sqlite_stat1").fetchall()
        assert {name for (name,) in found} == {"own", *(c.name for c in shown)}
    assert intact(laboratory)


def test_planner_uses_what_is_shown(laboratory: Laboratory) -> None:
    """A plan uses what is shown and never what is hidden."""
    laboratory.show((A, B))
    assert laboratory.uses([BY_A, BY_B]) == {A.name, B.name}
    laboratory.show((AB,))
    assert laboratory.uses([BY_A, BY_B]) == {AB.name}
    laboratory.show(())
    assert laboratory.uses([BY_A, BY_B]) == set()


def test_hidden_partial_index_doesnt_distort(laboratory: Laboratory) -> None:
    """The row count of a hidden partial index isn't taken for the table's."""
    laboratory.show(())
    before = laboratory.plan(BY_B), laboratory.program(BY_B)
    laboratory.show((RARE,))
    laboratory.show(())
    assert (laboratory.plan(BY_B), laboratory.program(BY_B)) == before
    laboratory.show((B, RARE))
    assert laboratory.uses([BY_B]) == {B.name}


def test_statistics_come_back(laboratory: Laboratory) -> None:
    """What is shown again has the statistics that it had."""
    read = "SELECT * FROM sqlite_stat1 ORDER BY idx"
    laboratory.show((A, B, AB, RARE))
    before = laboratory.connection.execute(read).fetchall()
    laboratory.show((B,))
    laboratory.show((RARE, AB, B, A))
    assert laboratory.connection.execute(read).fetchall() == before


def test_writes_under_hidden_indexes(laboratory: Laboratory) -> None:
    """A write that is taken back while indexes are hidden leaves them whole."""
    laboratory.show((A,))
    laboratory.meter.change("UPDATE t SET a = a + 1, b = 7")
    laboratory.meter.change("DELETE FROM t WHERE id % 2")
    assert intact(laboratory)


def test_building_while_others_are_hidden(laboratory: Laboratory) -> None:
    """A new index never takes the pages of a hidden one."""
    laboratory.show(())
    late = index("c", "b")
    laboratory.build(late)
    assert laboratory.built(late)
    assert late.name in names(laboratory)
    laboratory.show((A, B, AB, RARE, late))
    assert laboratory.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_sizes(laboratory: Laboratory) -> None:
    """An index's size is its pages', as dbstat counts them."""
    laboratory.show((A, B, AB, RARE))
    query = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
    rows_of: list[Any] = laboratory.connection.execute(query).fetchall()
    sizes = dict(rows_of)
    for candidate in (A, B, AB, RARE):
        assert 0 <= laboratory.bytes[candidate.name] - sizes[candidate.name] <= 4096
    assert laboratory.bytes[RARE.name] < laboratory.bytes[B.name]


def test_what_cannot_be_built(laboratory: Laboratory) -> None:
    """A candidate that SQLite refuses raises, and nothing of it is left."""
    bad = index("random()")
    with pytest.raises(apsw.Error):
        laboratory.build(bad)
    assert not laboratory.built(bad)
    assert intact(laboratory)


def test_program_tells_plans_apart(laboratory: Laboratory) -> None:
    """Equal programs mean equal plans, however the schema changed in between."""
    laboratory.show((A,))
    one = laboratory.program(BY_A)
    laboratory.show((A, B))
    assert laboratory.program(BY_A) == one
    laboratory.show(())
    assert laboratory.program(BY_A) != one


def test_foreign_keys_are_checked_where_asked(tmp_path: Path) -> None:
    """Foreign keys cost their checks only where the app turns them on."""
    script = (
        "CREATE TABLE p (id INTEGER PRIMARY KEY);"
        "CREATE TABLE c (p INT REFERENCES p); INSERT INTO p VALUES (1);"
    )
    for on in (False, True):
        path = database(tmp_path / f"{on}.db", script, rows("c", 1_000, "NULL"))
        laboratory = Laboratory(path, foreign_keys=on)
        steps = laboratory.meter.change("DELETE FROM p WHERE id = 1").steps
        assert (steps > 1_000) is on
        laboratory.close()
