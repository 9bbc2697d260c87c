"""Plans in plain words."""

import sqlite3
from collections.abc import Iterator

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.queries.explain import plan_lines, problems, sizes_by_alias, used_indexes
from tenfold.queries.report import PlanLine

SCHEMA = """
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT, state TEXT, note TEXT);
CREATE TABLE lines (order_id INT, product INT, pieces INT);
CREATE TABLE countries (code TEXT, name TEXT);
CREATE TABLE "odd table" (a INT, b INT);
CREATE INDEX by_customer ON orders (customer, state);
CREATE INDEX "odd index" ON "odd table" (a);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO orders SELECT i, i % 300, i % 3, i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO lines SELECT i % 999, i % 50, i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  INSERT INTO countries SELECT i, i FROM n;
ANALYZE;
"""
SIZES = {"orders": 3000, "lines": 3000, "countries": 40}


class Plans:
    """The plans of one version of SQLite."""

    def __init__(self, connection: apsw.Connection | sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str) -> list[tuple[int, int, str]]:
        """What EXPLAIN QUERY PLAN says."""
        rows = self._connection.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [(row[0], row[1], row[3]) for row in rows]

    def lines(self, sql: str) -> list[PlanLine]:
        """The plan in words."""
        return plan_lines(self.rows(sql), sizes_by_alias(sql, SIZES))

    def words(self, sql: str) -> str:
        """All meanings as one text."""
        return "\n".join(line.meaning or "" for line in self.lines(sql))

    def problems(self, sql: str) -> list[str]:
        """What costs."""
        return problems(self.lines(sql))


@pytest.fixture(params=["apsw", "sqlite3"], scope="module")
def plans(request: pytest.FixtureRequest) -> Iterator[Plans]:
    """Plans by the SQLite of apsw, and by that of Python."""
    if request.param == "apsw":
        connection: apsw.Connection | sqlite3.Connection = apsw.Connection(":memory:")
        connection.execute(SCHEMA)
    else:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(SCHEMA)
    yield Plans(connection)
    connection.close()


def test_full_scan_says_how_many_rows(plans: Plans) -> None:
    """A scan of a table that isn't small is a problem, told with its rows."""
    assert plans.problems("SELECT * FROM orders WHERE note = 7") == [
        "full scan of orders (3,000 rows)"
    ]


def test_full_scan_under_an_alias(plans: Plans) -> None:
    """SQLite names the alias, and the table's rows are known all the same."""
    assert plans.problems("SELECT * FROM orders AS o WHERE o.note = 7") == [
        "full scan of o (3,000 rows)"
    ]


def test_scan_of_a_small_table_is_no_problem(plans: Plans) -> None:
    """Nothing is wrong with reading, or ordering, a table of forty rows."""
    sql = "SELECT * FROM countries WHERE code = 'x' ORDER BY name"
    assert plans.problems(sql) == []
    assert "all 40 rows of countries" in plans.words(sql)


def test_inner_scan_says_that_it_is_repeated(plans: Plans) -> None:
    """A scan inside of another loop runs once for every row of that one."""
    sql = "SELECT * FROM orders CROSS JOIN lines ON lines.pieces > orders.note"
    first, second = plans.lines(sql)
    assert "again for every row" not in (first.meaning or "")
    assert "again for every row" in (second.meaning or "")


def test_sort(plans: Plans) -> None:
    """A temporary B-tree is told as a sort, with what it is for."""
    assert "sorts for ORDER BY" in plans.problems("SELECT * FROM orders ORDER BY note")
    assert "sorts for GROUP BY" in plans.problems("SELECT note, count(*) FROM orders GROUP BY note")
    assert "sorts for DISTINCT" in plans.problems("SELECT DISTINCT note FROM orders")
    assert "sorts for count(DISTINCT)" in plans.problems("SELECT count(DISTINCT note) FROM orders")


def test_partial_sort(plans: Plans) -> None:
    """Where an index gives the beginning of the order only the rest is sorted."""
    found = plans.problems("SELECT * FROM orders WHERE customer > 290 ORDER BY customer, note")
    assert [problem for problem in found if "of ORDER BY" in problem]


def test_automatic_index(plans: Plans) -> None:
    """An index that SQLite makes for one run is told with the columns that it lacks."""
    sql = "SELECT * FROM lines AS a CROSS JOIN lines AS b ON b.product = a.product"
    assert "builds an index on b (product)" in plans.problems(sql)


def test_automatic_index_on_a_small_table_is_no_problem(plans: Plans) -> None:
    """Forty rows are put into an index in no time."""
    sql = "SELECT * FROM orders CROSS JOIN countries ON countries.code = orders.note"
    assert not [problem for problem in plans.problems(sql) if "index" in problem]


def test_correlated_subquery(plans: Plans) -> None:
    """A subquery that depends on the row outside is a problem."""
    sql = "SELECT (SELECT max(pieces) FROM lines WHERE order_id = o.id) FROM orders AS o"
    assert "correlated subquery" in plans.problems(sql)


def test_indexes_are_told_with_their_keys(plans: Plans) -> None:
    """A search says by how many keys of which index, and whether it needs the table."""
    words = plans.words("SELECT note FROM orders WHERE customer = 1 AND state > 'a'")
    assert words == "looks rows of orders up by 2 keys of the index by_customer"
    covered = plans.words("SELECT state FROM orders WHERE customer = 1")
    assert covered == "looks rows of orders up by 1 key of the index by_customer, and not the table"
    by_key = plans.words("SELECT * FROM orders WHERE id = 1")
    assert by_key == "looks rows of orders up by 1 key of its primary key"


def test_whole_index_is_read(plans: Plans) -> None:
    """A scan of an index says what it spares and what it costs."""
    assert "in its order" in plans.words("SELECT * FROM orders INDEXED BY by_customer")
    covering = plans.words("SELECT customer FROM orders ORDER BY customer")
    assert covering == "reads all 3,000 entries of the index by_customer, and not the table"


def test_or_by_two_indexes(plans: Plans) -> None:
    """Each side of an OR is looked up by itself, one level deeper."""
    lines = plans.lines("SELECT * FROM orders WHERE customer = 1 OR id = 4")
    assert "each side of the OR" in (lines[0].meaning or "")
    assert [line.depth for line in lines] == [0, 1, 2, 1, 2]


def test_results_that_the_plan_makes_are_no_tables(plans: Plans) -> None:
    """Reading the rows of a WITH is no full scan, even where a table has its name."""
    sql = (
        "WITH countries AS (SELECT order_id, count(*) AS n FROM lines GROUP BY order_id)"
        " SELECT * FROM countries WHERE n > 3"
    )
    assert "reads the rows of countries that were made above" in plans.words(sql)
    assert "one at a time" in plans.words(sql)


def test_recursion_and_values_have_no_problems(plans: Plans) -> None:
    """Rows out of nothing cost nothing worth telling."""
    assert plans.problems("VALUES (1), (2)") == []
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9) SELECT i FROM n"
    assert plans.problems(sql) == []
    assert plans.problems("SELECT * FROM json_each('[1]')") == []


def test_used_indexes(plans: Plans) -> None:
    """The names of indexes are found, with spaces in them as well; automatic ones have none."""
    sql = 'SELECT * FROM "odd table" AS t JOIN orders ON orders.customer = t.b WHERE t.a = 1'
    assert used_indexes(plans.rows(sql)) == {"odd index", "by_customer"}
    joined = "SELECT * FROM lines AS a CROSS JOIN lines AS b ON b.product = a.product"
    assert used_indexes(plans.rows(joined)) == set()


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("SCAN TABLE orders", "full scan of orders (3,000 rows)"),
        ("SCAN TABLE orders AS o", "full scan of o (3,000 rows)"),
        ("SEARCH TABLE orders USING INDEX by_customer (customer=?)", "by 1 key of the index"),
        ("SEARCH TABLE orders USING INTEGER PRIMARY KEY (rowid=?)", "of its primary key"),
        ("SCAN SUBQUERY 1 AS q", "reads the rows of q"),
        ("EXECUTE CORRELATED SCALAR SUBQUERY 1", "correlated subquery"),
        (
            "SEARCH TABLE lines AS b USING AUTOMATIC COVERING INDEX (x=?)",
            "builds an index on b (x)",
        ),
        ("SEARCH orders USING INDEX by_customer (ANY(customer) AND state=?)", "by 1 key"),
        ("SEARCH orders USING INDEX by_customer ((customer,state)>(?,?))", "by 1 key"),
        ("SEARCH orders USING INDEX low (<expr>=?) LEFT-JOIN", "by 1 key of the index low"),
        ("UNION USING TEMP B-TREE", "sorts for UNION"),
        ("BLOOM FILTER ON lines (x=?)", "no match in lines"),
        ("MATERIALIZE q", "temporary table"),
    ],
)
def test_wording_of_other_versions(text: str, meaning: str) -> None:
    """Lines of SQLite's other versions are understood as well."""
    (line,) = plan_lines([(2, 0, text)], SIZES)
    assert meaning in (line.meaning or "")


def test_unknown_size() -> None:
    """A scan is told without a number where the size isn't known."""
    assert problems(plan_lines([(2, 0, "SCAN orders")])) == ["full scan of orders"]


def test_ambiguous_alias_has_no_size() -> None:
    """An alias that stands for two tables of other sizes gets no number."""
    sql = "SELECT * FROM orders AS t WHERE id IN (SELECT 1 FROM countries AS t)"
    assert "t" not in sizes_by_alias(sql, SIZES)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.text())))
def test_any_text_is_passed_on(rows: list[tuple[int, int, str]]) -> None:
    """Whatever a future SQLite says comes through, line by line."""
    assert [line.text for line in plan_lines(rows)] == [text for _, _, text in rows]
