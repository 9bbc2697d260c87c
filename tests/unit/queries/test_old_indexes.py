"""Verdicts on the indexes that a database has."""

import itertools
from pathlib import Path

import apsw
import pytest

from tenfold.queries.index import Candidate
from tenfold.queries.old_indexes import judge_existing, named_indexes
from tenfold.queries.report import ExistingIndex
from tenfold.queries.schema import Term, read_schema
from tests.studies import rows, study

TABLE = """
CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, age INT, active INT);
"""


def judge(
    sql: str, *used: str, new: tuple[Candidate, ...] = (), named: tuple[str, ...] = ()
) -> dict[str, ExistingIndex]:
    """The verdicts by name, on indexes made by this script."""
    connection = apsw.Connection(":memory:")
    connection.execute(TABLE + sql)
    found = judge_existing(read_schema(connection), set(used), {"i": 4096}, new, named=named)
    connection.close()
    return {report.name: report for report in found}


def test_used_and_unused() -> None:
    """What plans use stays; what they don't is reported, with how to drop it and a warning."""
    found = judge("CREATE INDEX i ON people (age); CREATE INDEX j ON people (active)", "i")
    assert (found["i"].verdict, found["i"].bytes, found["i"].keys) == ("used", 4096, ["age"])
    assert found["i"].drop_sql is None
    assert found["j"].verdict == "unused"
    assert found["j"].drop_sql == "DROP INDEX j"
    assert "no job outside of it needs it" in found["j"].why


def test_constraints_stay() -> None:
    """What enforces a rule is never to be dropped, used or not."""
    found = judge("CREATE UNIQUE INDEX i ON people (name); CREATE TABLE c (a TEXT PRIMARY KEY)")
    for name in ("i", "sqlite_autoindex_people_1", "sqlite_autoindex_c_1"):
        assert (found[name].verdict, found[name].drop_sql) == ("constraint", None)
    assert "UNIQUE constraint" in found["sqlite_autoindex_people_1"].why
    assert "PRIMARY KEY" in found["sqlite_autoindex_c_1"].why
    assert "no two rows" in found["i"].why


def test_prefix_is_redundant_though_used() -> None:
    """The beginning of another index is redundant, and the reason names the other."""
    found = judge("CREATE INDEX i ON people (age); CREATE INDEX j ON people (age, name)", "i", "j")
    assert found["i"].verdict == "redundant"
    assert found["i"].why.startswith("j begins with the same keys")
    assert found["i"].drop_sql == "DROP INDEX i"
    assert found["j"].verdict == "used"


def test_stand_in_takes_over_the_use() -> None:
    """Where plans use the redundant index only, the other is needed once that is dropped."""
    found = judge("CREATE INDEX i ON people (age); CREATE INDEX j ON people (age)", "j")
    assert found["j"].verdict == "redundant"
    assert found["i"].verdict == "used"
    assert "takes the place of j" in found["i"].why


def test_exact_duplicates_keep_the_first() -> None:
    """Of equal indexes exactly one stays: the unique one, else the first made."""
    equal = "CREATE INDEX {} ON people (age, name DESC);"
    found = judge("".join(equal.format(name) for name in "cab"))
    assert {name for name in "abc" if found[name].verdict == "redundant"} == {"a", "b"}
    found = judge(
        "CREATE INDEX i ON people (age); CREATE UNIQUE INDEX j ON people (age);"
        "CREATE INDEX k ON people (email)"
    )
    assert found["i"].verdict == "redundant"
    assert found["j"].verdict == "constraint"
    assert "sqlite_autoindex_people_1 has the same keys" in found["k"].why


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("(age)", "(age DESC, name)"),
        ("(name)", "(name COLLATE NOCASE, age)"),
        ("(age) WHERE active = 1", "(age, name)"),
        ("(age) WHERE active = 1", "(age, name) WHERE active = 0"),
        ("(lower(name))", "(name, age)"),
        ("(age)", "(name, age)"),
    ],
)
def test_what_is_not_redundant(one: str, two: str) -> None:
    """Another direction, collation, predicate, expression or first key is another index."""
    found = judge(f"CREATE INDEX i ON people {one}; CREATE INDEX j ON people {two}")
    assert found["i"].verdict == found["j"].verdict == "unused"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("(age DESC)", "(age DESC, name)"),
        ("(name COLLATE NOCASE)", "(name COLLATE nocase, age)"),
        ("(age) WHERE active=1", '("age", name)  WHERE "active" = 1'),
        ("(lower(name))", "(LOWER( name ), age)"),
    ],
)
def test_what_is_redundant(one: str, two: str) -> None:
    """Direction, collation, predicate and expression count, how they are written doesn't."""
    found = judge(f"CREATE INDEX i ON people {one}; CREATE INDEX j ON people {two}")
    assert found["i"].verdict == "redundant"


def test_primary_key() -> None:
    """An index on the INTEGER PRIMARY KEY does what the table does itself."""
    found = judge("CREATE INDEX i ON people (id)", "i")
    assert found["i"].verdict == "redundant"
    assert "primary key id" in found["i"].why


def test_primary_key_at_the_end() -> None:
    """Every index ends with the rowid, so saying it adds nothing."""
    found = judge("CREATE INDEX i ON people (age); CREATE INDEX j ON people (age, id)", "i", "j")
    assert (found["i"].verdict, found["j"].verdict) == ("used", "redundant")
    assert "ends with the primary key anyway" in found["j"].why


def test_primary_key_of_a_table_without_rowids() -> None:
    """The beginning of such a primary key is redundant too."""
    found = judge(
        "CREATE TABLE w (a, b, c, PRIMARY KEY (a, b)) WITHOUT ROWID; CREATE INDEX i ON w (a)"
    )
    assert found["i"].verdict == "redundant"


def test_new_index_replaces_an_old_one() -> None:
    """An old index with which a new one of the plan begins is redundant, and both are named."""
    new = Candidate("people", (Term("age", "age"), Term("name", "name")))
    found = judge("CREATE INDEX i ON people (age)", "i", new=(new,))
    assert found["i"].verdict == "redundant"
    assert f"{new.name}, which this plan makes, begins with" in found["i"].why


def test_indexed_by() -> None:
    """An index that a statement names stays, and its equals go."""
    found = judge("CREATE INDEX i ON people (age); CREATE INDEX j ON people (age)", named=("J",))
    assert (found["j"].verdict, found["j"].drop_sql) == ("used", None)
    assert "INDEXED BY" in found["j"].why
    assert found["i"].verdict == "redundant"


def test_named_indexes() -> None:
    """INDEXED BY is read, quoted or not; NOT INDEXED and comments name nothing."""
    sql = 'SELECT * FROM a indexed by "the one" JOIN b INDEXED BY two -- INDEXED BY three'
    assert named_indexes([sql, "SELECT * FROM a NOT INDEXED"]) == {"the one", "two"}


def test_foreign_key() -> None:
    """An unused index that serves a foreign key is reported without a statement to drop it."""
    found = judge("CREATE TABLE pets (owner INT REFERENCES people); CREATE INDEX i ON pets (owner)")
    assert (found["i"].verdict, found["i"].drop_sql) == ("unused", None)
    assert "each delete from people would read all of pets" in found["i"].why


def test_dropping_what_is_redundant_leaves_a_stand_in() -> None:
    """Of any three indexes, each redundant one has another that stays and begins with its keys."""
    shapes = ["age", "age, name", "age, name, active", "name", "age DESC", "age, id"]
    for three in itertools.product(shapes, repeat=3):
        sql = ";".join(f"CREATE INDEX i{n} ON people ({s})" for n, s in enumerate(three))
        found = judge(sql)
        kept = [r for r in found.values() if r.verdict != "redundant"]
        for report in found.values():
            keys = [key for key in report.keys if key != "id"]
            assert report in kept or any(r.keys[: len(keys)] == keys for r in kept), three


def test_worthless_beside_the_plan(tmp_path: Path) -> None:
    """An index that plans use is written off where the reads that do are no better off for it."""
    script = (
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, flag INT, note TEXT);",
        rows("t", 4_000, "x, pick(x, 400), pick(x, 2), printf('a long note %200d', x)"),
        "CREATE INDEX old_flag ON t (flag); CREATE INDEX old_a ON t (a);",
    )
    found = {
        index.name: index
        for index in study(
            tmp_path,
            script,
            [
                {"sql": "SELECT * FROM t WHERE flag = 1", "calls": 30},
                {"sql": "SELECT id FROM t WHERE a = 7", "calls": 300},
            ],
        ).existing_indexes
    }
    assert found["old_a"].verdict == "used"
    assert found["old_flag"].verdict == "worthless"
    assert found["old_flag"].drop_sql == "DROP INDEX old_flag"


def test_superseded_by_the_plan(tmp_path: Path) -> None:
    """An index that plans use today and none uses once the plan is applied is written off."""
    script = (
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, note TEXT);",
        rows("t", 4_000, "x, pick(x, 4), pick(x, 1000), 'a note of some length ' || x"),
        "CREATE INDEX old_a ON t (a);",
    )
    report = study(
        tmp_path, script, [{"sql": "SELECT note FROM t WHERE a = 3 AND b = 17", "calls": 50}]
    )
    assert report.plan.indexes
    (old,) = report.existing_indexes
    assert (old.verdict, old.drop_sql) == ("worthless", "DROP INDEX old_a")
    assert "none does once this plan is applied" in old.why
