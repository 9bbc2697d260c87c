"""What SQLite's planner asks for: comparisons, orders, columns."""

from collections.abc import Iterator

import apsw
import pytest

from tenfold.queries.needs import UNKNOWN, Need, Observer, constants
from tenfold.queries.parameters import Parameters
from tenfold.queries.schema import read_schema

COLUMNS = ", ".join(f"c{n}" for n in range(70))
SCHEMA = f"""
CREATE TABLE a (id INTEGER PRIMARY KEY, x INT, y TEXT COLLATE NOCASE, "order" INT);
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT, z INT GENERATED ALWAYS AS (a_id + 1));
CREATE TABLE wide ({COLUMNS});
CREATE VIEW v AS SELECT id, x AS renamed FROM a;
CREATE VIRTUAL TABLE f USING fts5 (body);
CREATE VIEW w AS SELECT body FROM f;
"""


@pytest.fixture
def observer() -> Iterator[Observer]:
    """An observer of SCHEMA."""
    connection = apsw.Connection(":memory:")
    connection.execute(SCHEMA)
    observer = Observer(read_schema(connection))
    yield observer
    observer.close()
    connection.close()


def asked(observer: Observer, sql: str, parameters: Parameters = ()) -> set[str]:
    """All comparisons that were asked for, a text each."""
    return {
        f"{need.table}.{c.column} {c.operator}" + ("" if c.value == UNKNOWN else f" {c.value}")
        for need in observer.needs(sql, parameters)
        for c in need.comparisons
    }


def last(observer: Observer, sql: str) -> Need:
    """The last need of a statement."""
    return observer.needs(sql)[-1]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("x = 5", {"a.x = 5"}),
        ("x = ?", {"a.x ="}),
        ("x IN (1, 2)", {"a.x ="}),
        ("x > 1 AND x <= 9", {"a.x > 1", "a.x <= 9"}),
        ("x BETWEEN 1 AND 9", {"a.x >= 1", "a.x <= 9"}),
        ("x IS NULL", {"a.x IS NULL"}),
        ("x IS NOT NULL", {"a.x IS NOT NULL"}),
        ("x <> 3", {"a.x <> 3"}),
        ("y LIKE 'a%'", {"a.y LIKE 'a%'", "a.y >= 'A'", "a.y < 'b'"}),
        ("y GLOB 'a*'", {"a.y GLOB 'a*'", "a.y >= 'a'", "a.y < 'b'"}),
        ('x = 1 OR "order" = 2', {"a.x = 1", "a.order = 2"}),
        ("lower(y) = 'a'", set()),
        ("+x = 5", set()),
        ("rowid = 5", {"a.rowid = 5"}),
    ],
)
def test_comparisons(observer: Observer, where: str, expected: set[str]) -> None:
    """Each comparison that an index could serve is asked for, constants with their values."""
    assert asked(observer, f"SELECT * FROM a WHERE {where}", (7,) if "?" in where else ()) == (
        expected
    )


def test_joins_views_and_subqueries(observer: Observer) -> None:
    """Columns are told apart through joins, views and correlated subqueries, either way round."""
    joined = asked(observer, "SELECT * FROM a JOIN b ON b.a_id = a.id WHERE b.z = 1")
    assert {"b.z = 1", "b.a_id =", "a.id ="} <= joined
    assert asked(observer, "SELECT * FROM v WHERE renamed = 3") == {"a.x = 3"}
    inner = "SELECT (SELECT count(*) FROM b WHERE b.a_id = a.id) FROM a"
    assert asked(observer, inner) == {"b.a_id ="}


def test_orders_and_groups(observer: Observer) -> None:
    """An order comes with its directions; that of a group says that they don't matter."""
    need = last(observer, "SELECT y FROM a ORDER BY x DESC, id")
    assert (need.order, need.grouped) == ((("x", True), ("id", False)), False)
    assert last(observer, "SELECT x, count(*) FROM a GROUP BY x").grouped
    assert last(observer, "SELECT DISTINCT x FROM a").grouped


def test_columns_used(observer: Observer) -> None:
    """The columns that are read are known, from the 64th on only together."""
    assert last(observer, "SELECT y FROM a WHERE x = 1").used == ("x", "y")
    assert last(observer, "SELECT c1 FROM wide").used == ("c1",)
    assert set(last(observer, "SELECT c66 FROM wide").used) == {f"c{n}" for n in range(63, 70)}


def test_collation(observer: Observer) -> None:
    """A comparison has the collation in which SQLite compares."""
    assert last(observer, "SELECT 1 FROM a WHERE y = 'b'").comparisons[0].collation == "NOCASE"
    (need,) = observer.needs("SELECT 1 FROM a WHERE y = 'b' COLLATE BINARY")
    assert need.comparisons[0].collation == "BINARY"


def test_writes(observer: Observer) -> None:
    """An update and a delete look for their rows as a read does."""
    assert asked(observer, "UPDATE a SET y = 'b' WHERE x = 1") == {"a.x = 1"}
    assert asked(observer, "DELETE FROM a WHERE x = 1") == {"a.x = 1"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM f WHERE f MATCH 'x'",
        "SELECT * FROM w",
        "SELECT * FROM missing",
        "SELECT no_function(x) FROM a",
        "INSERT INTO a (id) VALUES (1) ON CONFLICT (id) DO NOTHING",
        "not SQL",
    ],
)
def test_what_cannot_be_observed(observer: Observer, sql: str) -> None:
    """A statement that can't be prepared on the copy has no needs, and no error either."""
    assert observer.needs(sql) == ()


def test_constants(observer: Observer) -> None:
    """Constants are the comparisons with a value in the text, and those with NULL."""
    needs = observer.needs('SELECT * FROM a WHERE x = 5 AND y = ? AND "order" IS NULL', ("b",))
    assert {(table, c.column) for table, c in constants(needs)} == {("a", "x"), ("a", "order")}
