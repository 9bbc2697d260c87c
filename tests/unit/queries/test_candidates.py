"""From needs and statistics to candidates."""

from typing import Any, cast

import apsw
import pytest

from tenfold.queries.candidates import Wish, candidates_for, foreign_key_candidates
from tenfold.queries.index import Candidate, leads
from tenfold.queries.needs import Comparison, Need
from tenfold.queries.schema import Table, Term, read_schema
from tenfold.queries.statistics import TableStatistics, read_statistics
from tests.studies import pick, rows

SCHEMA = """
CREATE TABLE t (id INTEGER PRIMARY KEY, k INT, m INT, flag INT, state TEXT, name TEXT, old INT);
CREATE INDEX old_i ON t (old);
CREATE TABLE small (a INT);
CREATE TABLE parent (id INTEGER PRIMARY KEY);
CREATE TABLE child (a INT REFERENCES Parent (id), b INT);
"""


def world() -> tuple[dict[str, Table], dict[str, TableStatistics]]:
    """Tables and their statistics: k is selective, m less, flag hardly, state rarely 'open'."""
    connection = apsw.Connection(":memory:")
    connection.create_scalar_function("pick", cast("Any", pick))
    connection.execute(
        SCHEMA
        + rows(
            "t",
            5_000,
            "x, pick(x, 1000), pick(x, 50), pick(x, 2),"
            " CASE pick(x, 40) WHEN 0 THEN 'open' ELSE 'shut' END, 'n' || x, x",
        )
        + rows("small", 40, "x")
    )
    schema = read_schema(connection)
    statistics = read_statistics(connection, schema)
    connection.close()
    return schema.tables, statistics


def thought(
    *comparisons: str,
    order: str = "",
    used: str = "id",
    constant: tuple[Comparison, ...] = (),
    expressions: tuple[str, ...] = (),
    covering: bool = False,
    table: str = "t",
) -> set[str]:
    """What is thought of for comparisons such as `k =`, an order such as `m, k DESC`."""
    tables, statistics = world()
    compared = [Comparison(*c.split(" ", 1)) for c in comparisons]
    keys = [key.split() for key in order.split(", ") if key]
    need = Need(
        table,
        (*compared, *constant),
        tuple((key[0], len(key) > 1) for key in keys),
        grouped=False,
        used=tuple(used.split(", ")),
    )
    wish = Wish(need, constant, expressions)
    found = candidates_for(wish, tables[table], statistics[table], covering=covering)
    return {c.definition.removeprefix(f"{table} ") for c in found}


OPEN = Comparison("state", "=", "BINARY", "'open'")


def test_equality_then_range_or_order() -> None:
    """What is compared by `=` comes first, then one range or the wanted order."""
    assert thought("k =") == {"(k)"}
    assert {"(k, m)", "(m)"} <= thought("k =", "m >")
    assert "(m, k)" not in thought("k =", "m >")
    assert "(k, m DESC)" in thought("k =", order="m DESC")
    assert {"(k, m)", "(m, k)"} <= thought("k =", "m =")


def test_rowid_comes_for_free() -> None:
    """The rowid is no key: it stands at the end of each index, and turns the order if it must."""
    assert thought("id =") == set()
    assert thought(order="m DESC, id DESC") == {"(m)"}
    assert thought(order="m DESC, id") == {"(m DESC)"}
    assert thought(order="id") == set()


def test_weak_equalities_dont_begin() -> None:
    """A column of two values makes no index of its own."""
    assert thought("flag =") == set()
    assert thought("flag =", "k =") >= {"(k)", "(k, flag)"}
    assert "(flag)" not in thought("flag =", "k =")


def test_partial_for_a_rare_constant() -> None:
    """A predicate that never varies and holds for few rows makes a partial index."""
    assert "(k) WHERE state = 'open'" in thought("k =", constant=(OPEN,))
    assert "(state) WHERE state = 'open'" in thought(constant=(OPEN,))
    shut = Comparison("state", "=", "BINARY", "'shut'")
    assert not any("WHERE" in each for each in thought("k =", constant=(shut,)))
    assert "(m) WHERE state = 'shut'" in thought(order="m", constant=(shut,))


def test_common_predicate_brings_only_its_order() -> None:
    """A predicate that holds for most rows makes a partial index only if its order comes first."""
    shut = Comparison("state", "=", "BINARY", "'shut'")
    found = thought("k =", order="m", constant=(shut,))
    assert {each for each in found if "WHERE" in each} == {"(m) WHERE state = 'shut'"}


def test_range_that_holds_for_nearly_all_is_no_key() -> None:
    """A range that never varies is a key only where it rules some rows out."""
    all_rows = Comparison("m", ">=", "BINARY", "0")
    assert "(k, m)" not in thought("k =", constant=(all_rows,))
    half = Comparison("m", ">=", "BINARY", "25")
    assert "(k, m)" in thought("k =", constant=(half,))


def test_expressions_lead() -> None:
    """An expression is a key, and an order may come behind it."""
    assert "(lower(name))" in thought(expressions=("lower(name)",))
    assert "(lower(name), m)" in thought(expressions=("lower(name)",), order="m")


def test_wildcards() -> None:
    """A text that begins with a wildcard is no range."""
    assert thought("name LIKE") == {"(name)"}
    for value, operator in (
        ("'%a'", "LIKE"),
        ("'_a'", "LIKE"),
        ("'*a'", "GLOB"),
        ("'[a]'", "GLOB"),
    ):
        assert thought(constant=(Comparison("name", operator, "BINARY", value),)) <= {
            f"(name) WHERE name {operator} {value}"
        }


def test_covering() -> None:
    """A covering index holds the keys and what else is read, unless that is too much."""
    assert thought("k =", used="k, m", covering=True) == {"(k, m)"}
    assert thought("k =", used="id, k", covering=True) == set()
    every = "k, m, flag, state, name, old"
    assert thought("k =", used=every, covering=True) == {"(k, m, flag, state, name, old)"}


def test_nothing_for_small_tables_or_what_is_there() -> None:
    """A table of 40 rows gets nothing, nor does what an index begins with already."""
    assert thought("a =", table="small") == set()
    assert thought("old =") == set()


def test_collation_is_written_where_it_differs() -> None:
    """A comparison in another collation than the column's own makes a key that says so."""
    tables, statistics = world()
    need = Need("t", (Comparison("name", "=", "NOCASE"),), (), grouped=False, used=("id",))
    (found,) = candidates_for(Wish(need), tables["t"], statistics["t"], covering=False)
    assert found.definition == "t (name COLLATE NOCASE)"


def test_foreign_keys() -> None:
    """A child column is thought of whatever the case in which its parent is named."""
    tables, _ = world()
    (found,) = foreign_key_candidates(tables["child"], frozenset({"parent"}))
    assert found.definition == "child (a)"
    assert foreign_key_candidates(tables["child"], frozenset({"t"})) == []


@pytest.mark.parametrize(
    ("table", "text", "sql"),
    [
        ("t", "a", "ON t (a)"),
        ("order", '"b c"', 'ON "order" ("b c")'),
        ("t" * 80, "lower(a)", f"ON {'t' * 80} (lower(a))"),
    ],
)
def test_names(table: str, text: str, sql: str) -> None:
    """A name is short and plain, and tells apart what differs in keys, order or predicate."""
    one = Candidate(table, (Term(text, None),))
    others = [
        Candidate(table, (Term(text, None, descending=True),)),
        Candidate(table, (Term(text, None),), "x = 1"),
    ]
    assert one.sql == f"CREATE INDEX {one.name} {sql}"
    assert one.name.startswith("tf_")
    assert len(one.name) < 64
    assert len({one.name, *(other.name for other in others)}) == 3


def test_leads() -> None:
    """An index stands in for one that is its beginning."""
    a, b = Term("a", "a"), Term("b", "b")
    assert leads((a,), (a, b))
    assert not leads((b,), (a, b))
    assert not leads((a, b), (a,))
