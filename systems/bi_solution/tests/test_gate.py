"""The gate: every attack is refused, and what people really ask passes."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from systems.bi_solution.app import gate
from systems.bi_solution.app.lake.warehouse import (
    Limits,
    QueryFailedError,
    QueryTooBigError,
    QueryTooLongError,
    Warehouse,
)

ATTACKS = [
    line.strip()
    for line in (Path(__file__).with_name("attacks.sql"))
    .read_text(encoding="utf-8")
    .split("\n-- next\n")
    if line.strip()
]

HARMLESS = [
    "SELECT sum(revenue) FROM sales",
    "SELECT segment, sum(revenue) AS r FROM sales GROUP BY ALL ORDER BY r DESC LIMIT 5",
    "WITH m AS (SELECT store, sum(revenue) AS r FROM sales GROUP BY store) SELECT avg(r) FROM m",
    "SELECT * EXCLUDE (household) FROM sales WHERE store = 367 LIMIT 3",
    "SELECT strftime(sold_on, '%Y-%m') AS month, count(DISTINCT basket) FROM sales GROUP BY 1",
    "SELECT product, rank() OVER (ORDER BY sum(revenue) DESC) FROM sales GROUP BY product",
    "SELECT s.store FROM sales AS s JOIN stock AS k ON k.product_id = s.product_id LIMIT 1",
    "SELECT sum(revenue) FILTER (WHERE brand = 'PRIVATE') / sum(revenue) FROM sales",
    "SELECT store FROM sales UNION SELECT store FROM stock",
    "SELECT median(revenue), stddev(revenue) FROM sales",
    "SELECT CASE WHEN revenue > 5 THEN 'big' ELSE 'no' END AS size, count(*) FROM sales GROUP BY 1",
    "SELECT sum(revenue) FROM sales WHERE sold_on >= DATE '2017-12-31' - INTERVAL 3 MONTH",
    "SELECT max(r) FROM (SELECT sum(revenue) AS r FROM sales GROUP BY sold_on) AS days",
    "SELECT sum(revenue) FROM sales WHERE store IN (SELECT store FROM stock WHERE on_hand = 0)",
    "SELECT extract(isodow FROM sold_on) AS day, round(avg(revenue), 2) FROM sales GROUP BY 1",
]


def test_there_are_at_least_sixty_attacks() -> None:
    """The collection holds sixty different attacks or more."""
    assert len(set(ATTACKS)) >= 60


@pytest.mark.parametrize("sql", ATTACKS)
def test_no_attack_passes(sql: str) -> None:
    """The gate refuses it before it reaches the database."""
    with pytest.raises(gate.RefusedError):
        gate.admit(sql, 1_000)


@pytest.mark.parametrize("sql", HARMLESS)
def test_what_people_ask_passes(data: Path, sql: str) -> None:
    """An honest query passes and gives rows."""
    with Warehouse(data / "lake").open(None) as reader:
        assert reader.run(gate.admit(sql, 1_000)).rows


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT content FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/bi_solution_escape.csv'",
        "SET enable_external_access = true",
        "SET memory_limit = '8GB'",
        "ATTACH '/tmp/bi_solution_escape.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM glob('/etc/*')",
    ],
)
def test_the_database_refuses_what_the_gate_might_miss(data: Path, sql: str) -> None:
    """Without the gate, the locked connection still reaches nothing outside of the lake."""
    with Warehouse(data / "lake").open(None) as reader, pytest.raises(QueryFailedError):
        reader.run(sql)


def test_the_accounts_are_out_of_reach_of_the_database(data: Path) -> None:
    """The key and the passwords lie beside the lake, not in it."""
    with Warehouse(data / "lake").open(None) as reader, pytest.raises(QueryFailedError):
        reader.run(f"SELECT content FROM read_text('{data / 'lake' / '..' / 'secret.key'}')")  # noqa: S608


def test_rows_are_limited_and_the_cut_is_told(data: Path) -> None:
    """A query that gives more than the limit gives the limit, and says so."""
    with Warehouse(data / "lake", Limits(rows=10)).open(None) as reader:
        result = reader.run(gate.admit("SELECT store FROM sales", 10))
    assert (len(result.rows), result.cut) == (10, True)


def test_a_long_query_is_stopped(data: Path) -> None:
    """A query that takes longer than the limit is interrupted soon after."""
    sql = "SELECT count(*) FROM sales AS a JOIN sales AS b ON a.revenue <> b.revenue"
    started = time.monotonic()
    with (
        Warehouse(data / "lake", Limits(seconds=0.5)).open(None) as reader,
        pytest.raises(QueryTooLongError),
    ):
        reader.run(gate.admit(sql, 10))
    assert time.monotonic() - started < 5


def test_a_big_query_is_stopped(data: Path) -> None:
    """A query that needs more memory than the limit fails, and the process lives."""
    sql = "SELECT basket, product, count(*) AS n FROM sales GROUP BY ALL ORDER BY n, product"
    with (
        Warehouse(data / "lake", Limits(memory="40MB")).open(None) as reader,
        pytest.raises(QueryTooBigError),
    ):
        reader.run(gate.admit(sql, 10))


def test_thirty_threads_get_their_own_answers(data: Path) -> None:
    """Readers at once never get each other's rows."""
    crossed: list[object] = []
    warehouse = Warehouse(data / "lake")

    def ask(number: int) -> None:
        with warehouse.open(None) as reader:
            rows = reader.run(f"SELECT {number}, count(*) FROM products").rows  # noqa: S608
        if rows[0][0] != number:
            crossed.append(rows)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(30)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert crossed == []
