"""Estimates from a sample."""

from collections.abc import Iterator
from typing import Any, cast

import apsw
import pytest

from tenfold.queries.schema import read_schema
from tenfold.queries.statistics import TableStatistics, read_statistics, sample_expression
from tests.studies import pick, rows

ROWS = 60_000


@pytest.fixture(scope="module")
def connection() -> Iterator[apsw.Connection]:
    """A table of known distributions, an empty one, and one without rowid."""
    connection = apsw.Connection(":memory:")
    connection.create_scalar_function("pick", cast("Any", pick))
    connection.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, few INT, many INT, same INT, turn INT, gap INT,"
        " name TEXT); CREATE TABLE empty (a); CREATE TABLE k (a PRIMARY KEY) WITHOUT ROWID;"
        + rows(
            "t",
            ROWS,
            "x, pick(x, 10), pick(x, 20000), 1, x % 6, CASE WHEN x % 5 THEN x END,"
            " 'Name' || pick(x, 10)",
        )
        + rows("k", 500, "x")
    )
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def t(connection: apsw.Connection) -> TableStatistics:
    """Statistics of the table of known distributions."""
    return read_statistics(connection, read_schema(connection))["t"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [(["id"], 1), (["few"], 6000), (["same"], ROWS), (["few", "same"], 6000), (["few", "id"], 1)],
)
def test_rows_per_key(t: TableStatistics, keys: list[str], expected: float) -> None:
    """How many rows share a key is right within a factor of three, from a sixth of the rows."""
    assert expected / 3 <= t.rows_per_key(keys) <= expected * 3


@pytest.mark.parametrize("key", ["many", "turn"])
def test_rows_per_key_of_a_middling_column(t: TableStatistics, key: str) -> None:
    """Neither chance nor a pattern in the order of insertion misleads."""
    true = {"many": 3, "turn": 10_000}[key]
    assert true / 3 <= t.rows_per_key([key]) <= true * 3


def test_collation_doesnt_hide_a_column(t: TableStatistics) -> None:
    """A column with a collation is estimated as the column."""
    assert t.rows_per_key(["few COLLATE NOCASE"]) == t.rows_per_key(["few"])


@pytest.mark.parametrize(
    ("key", "operator", "literal", "expected"),
    [
        ("few", "=", "3", 0.1),
        ("few", "<>", "3", 0.9),
        ("few", "<", "5", 0.5),
        ("few", ">=", "5", 0.5),
        ("gap", "IS NULL", "", 0.2),
        ("gap", "IS NOT NULL", "", 0.8),
        ("gap", "<>", "1", 0.8),
        ("name", "=", "'Name3'", 0.1),
        ("name", ">", "5", 1.0),
        ("few", "<", "'text'", 1.0),
        ("few", "=", "2.0", 0.1),
        ("few", "LIKE", "'a%'", 1.0),
        ("unknown", "=", "1", 1.0),
    ],
)
def test_matching(
    t: TableStatistics, key: str, operator: str, literal: str, expected: float
) -> None:
    """The share of rows for which a comparison holds, as SQLite would compare."""
    assert t.matching(key, operator, literal) == pytest.approx(expected, abs=0.03)


def test_expressions(connection: apsw.Connection, t: TableStatistics) -> None:
    """An expression is sampled like a column; one that SQLite can't compute isn't."""
    table = read_schema(connection).tables["t"]
    assert sample_expression(connection, table, t, "lower(name)")
    assert t.distinct("lower(name)") == pytest.approx(10, rel=0.1)
    assert not sample_expression(connection, table, t, "no_function(name)")


def test_small_and_empty(connection: apsw.Connection) -> None:
    """An empty table has no rows and estimates nothing; one without rowid is sampled as well."""
    found = read_statistics(connection, read_schema(connection))
    assert (found["empty"].rows, found["empty"].rows_per_key(["a"])) == (0, 1.0)
    assert found["empty"].distinct("a") == 0.0
    assert (found["k"].rows, found["k"].rows_per_key(["a"])) == (500, 1.0)


def test_same_sample_at_every_call(connection: apsw.Connection, t: TableStatistics) -> None:
    """The same database gives the same estimates."""
    again = read_statistics(connection, read_schema(connection))["t"]
    keys = ("many", "turn", "few")
    assert [again.rows_per_key([k]) for k in keys] == [t.rows_per_key([k]) for k in keys]
