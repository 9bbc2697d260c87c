"""The recording of the grocery app, checked on its schema without any data."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import recording
from benchmarks.grocery import database, workload
from benchmarks.grocery.sample import Coupon, Sale, Sample
from benchmarks.recording import Call


def make_sample(seed: int = 1) -> Sample:
    """Two sales and a coupon, enough for every page."""
    sales = [
        Sale(
            id=i,
            household=i,
            store=3,
            basket=40 + i,
            product=50 + i,
            week=6,
            sold_at=f"2017-0{i}-03 11:00:00",
            manufacturer=7,
            department="GROCERY",
            brand="Private",
            category="FRZN ICE",
            kind="ICE - CRUSHED/CUBED",
            income="50-74K",
            age="45-54",
        )
        for i in (1, 2)
    ]
    coupons = [Coupon(upc=9, campaign=1, start="2017-03-03", end="2017-04-09", household=2)]
    return Sample(random.Random(seed), sales, coupons, {41: [51, 52], 42: [51]})


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    """A recorded day."""
    return [call for _, _, call in workload.day(make_sample())]


@pytest.fixture
def empty() -> Iterator[sqlite3.Connection]:
    """The schema without rows."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(database.schema())
        yield connection


def test_the_app_has_many_shapes(calls: list[Call]) -> None:
    """At least forty distinct statements run, and every one that is written down."""
    run = {call.statement.name for call in calls}
    assert len(run) >= 40
    assert run == set(recording.statements(workload.STATEMENTS))


def test_a_day_is_a_realistic_amount(calls: list[Call]) -> None:
    """There are reads and writes, some thousands of them."""
    writes = [call for call in calls if not call.sql.startswith("SELECT")]
    assert 1_500 <= len(calls) <= 4_000
    assert 0.05 < len(writes) / len(calls) < 0.4


def test_every_statement_prepares(calls: list[Call], empty: sqlite3.Connection) -> None:
    """What is recorded fits the schema, with as many values as it has marks."""
    for call in calls:
        bound = call.bound if isinstance(call.bound, Mapping) else tuple(call.bound)
        assert empty.execute(f"EXPLAIN {call.sql}", bound).fetchone()


def test_the_day_is_the_same_for_a_seed() -> None:
    """One seed gives one day, another seed another."""
    one, again, other = (list(workload.day(make_sample(seed))) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_times_only_go_forward() -> None:
    """Requests are recorded in the order in which they came."""
    times = [at for _, at, _ in workload.day(make_sample())]
    assert times[0] < times[-1]
    assert times[0].date() == times[-1].date()


def test_old_indexes_are_three(empty: sqlite3.Connection) -> None:
    """Only what people left behind is indexed, beside the keys."""
    names = empty.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL")
    assert len(names.fetchall()) == 3


def test_one_old_index_serves_nothing(calls: list[Call], empty: sqlite3.Connection) -> None:
    """No plan uses the index that is there to be found unused."""
    plans = {
        row[3]
        for call in {call.sql: call for call in calls}.values()
        for row in empty.execute(
            f"EXPLAIN QUERY PLAN {call.sql}",
            call.bound if isinstance(call.bound, Mapping) else tuple(call.bound),
        )
    }
    assert any("idx_products_department_category" in plan for plan in plans)
    assert not any("idx_transactions_coupon_match_disc" in plan for plan in plans)


def test_a_database_is_complete_only_with_its_mark(tmp_path: Path) -> None:
    """An interrupted build is not taken for a finished one."""
    path = tmp_path / "grocery.db"
    assert not database.is_complete(path)
    path.write_text("this is no database, only the beginning of a text")
    assert not database.is_complete(path)
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(database.schema())
    assert not database.is_complete(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {database.VERSION}")
    assert database.is_complete(path)
