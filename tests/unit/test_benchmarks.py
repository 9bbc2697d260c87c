"""The benchmarks' own parts: what they generate, count and judge."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import expert, recording, run_all, steps
from benchmarks.goals import Goal, Outcome, ratio
from benchmarks.recording import Call, Statement
from benchmarks.web_traps import comparison, database, traps, workload

TINY = 0.002


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with its traps, very small."""
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    assert database.build(path, scale=TINY)
    return path


@pytest.fixture(scope="module")
def hour(shop: Path) -> Path:
    """An hour of its traffic."""
    path = shop.with_name("workload.jsonl")
    recording.write(path, workload.hour(scale=TINY))
    return path


# --- recordings ------------------------------------------------------------------------------


def test_inline_values_become_text() -> None:
    """A careless author's values stand in the SQL, quoted, and nothing is bound."""
    call = Call(Statement("x", "a.py:1", "SELECT ? + ?, ?", inline=True), [1, None, "it's"])
    assert call.sql == "SELECT 1 + NULL, 'it''s'"
    assert call.bound == []


def test_in_lists_take_as_many_marks_as_values() -> None:
    """The same shape comes in several lengths, as apps send it."""
    call = Call(Statement("x", "a.py:1", "SELECT 1 WHERE 1 IN (?, ?, ?)"), [1, 2])
    assert call.sql.endswith("IN (?, ?)")


def test_a_name_is_given_once(tmp_path: Path) -> None:
    """Two statements of one name are a mistake in the file."""
    path = tmp_path / "statements.sql"
    path.write_text("-- name: a\n-- call_site: a.py:1\nSELECT 1;\n" * 2)
    with pytest.raises(ValueError, match="a is there twice"):
        recording.statements(path)


# --- the shop with its traps -----------------------------------------------------------------


def test_the_shop_is_the_same_for_a_seed(shop: Path, tmp_path: Path) -> None:
    """One seed gives one file, byte for byte; another seed gives another."""
    for seed, equal in ((database.SEED, True), (database.SEED + 1, False)):
        other = tmp_path / f"{seed}.db"
        database.build(other, scale=TINY, seed=seed)
        assert (other.read_bytes() == shop.read_bytes()) is equal


def test_a_finished_shop_is_left_alone(shop: Path) -> None:
    """Building again is quick and changes nothing."""
    before = shop.stat().st_mtime_ns
    assert not database.build(shop, scale=TINY)
    assert shop.stat().st_mtime_ns == before


def test_the_hour_is_the_same_for_a_seed() -> None:
    """One seed gives one recording."""
    assert list(workload.hour(scale=TINY)) == list(workload.hour(scale=TINY))


def test_every_statement_of_the_hour_prepares(shop: Path) -> None:
    """What is recorded fits the schema, and all that is written down is recorded."""
    names = set()
    with closing(sqlite3.connect(shop)) as connection:
        for _, _, call in workload.hour(scale=TINY):
            bound = call.bound if isinstance(call.bound, Mapping) else tuple(call.bound)
            assert connection.execute(f"EXPLAIN {call.sql}", bound).fetchone()
            names.add(call.statement.name)
    assert names == set(recording.statements(workload.STATEMENTS))


def test_what_is_called_never_used_is_not_used(shop: Path) -> None:
    """No plan of the hour names the old indexes that an advisor must call useless as such."""
    with closing(sqlite3.connect(shop)) as connection:
        plans = " ".join(
            row[3]
            for call in {c.sql: c for _, _, c in workload.hour(scale=TINY)}.values()
            if not isinstance(call.bound, Mapping)
            for row in connection.execute(f"EXPLAIN QUERY PLAN {call.sql}", tuple(call.bound))
        )
    for what in ("never used", "on a boolean"):
        assert not any(name in plans for name in traps.USELESS[what])
    assert "old_comments_post" in plans


@pytest.mark.parametrize(
    ("sql", "trap"),
    [
        ("CREATE INDEX a ON users(is_active)", "a boolean"),
        ('CREATE INDEX "a" ON "countries" ("code")', "a table of 40 rows"),
        (
            "CREATE INDEX a ON users(country_code, last_seen_at DESC);",
            "users.last_seen_at, written by every request",
        ),
        ("CREATE INDEX a ON products(view_count)", "products.view_count, written by every look"),
    ],
)
def test_a_trap_is_seen(sql: str, trap: str) -> None:
    """An index that falls for a trap is told, and for no other trap."""
    hits = traps.fallen_for([sql, "ANALYZE"])
    assert {name for name, caught in hits.items() if caught} == {trap}


def test_good_indexes_fall_for_nothing() -> None:
    """Partial, expression and multi-column indexes are read as such."""
    good = [
        "CREATE INDEX a ON users (lower(email))",
        "CREATE INDEX b ON orders (created_at) WHERE status = 'pending'",
        "CREATE INDEX c ON posts (user_id, created_at DESC)",
    ]
    assert not any(traps.fallen_for(good).values())
    parsed = traps.parse(good[1])
    assert parsed == traps.Index("orders", ("created_at",), "status = 'pending'")


def test_either_of_two_duplicates_may_be_reported() -> None:
    """Which of two equal indexes is called redundant is a matter of taste."""
    seen = traps.reported({"old_comments_post": "redundant", "old_items_order": "used"})
    assert seen["an exact duplicate"]
    assert not seen["a prefix of another"]


# --- measuring -------------------------------------------------------------------------------


def test_a_configuration_is_measured(shop: Path, hour: Path) -> None:
    """An index saves steps, takes space, costs the writes, and changes no result."""
    work = comparison.traffic(hour)
    index = ["CREATE INDEX a ON order_items (product_id)", "CREATE INDEX b ON users (bio)"]
    none = comparison.measure("none", shop, [], work)
    some = comparison.measure("some", shop, index, work)
    assert some.digests == none.digests
    assert some.read_steps < none.read_steps
    assert some.wal_bytes > none.wal_bytes
    assert (none.indexes, some.indexes) == (0, 2)
    assert some.index_bytes > 0
    assert some.unused == ["b"]
    assert [path.name for path in shop.parent.glob("*-copy*")] == []


def test_digests_know_no_order() -> None:
    """Rows count, not their order nor the last bit of a sum; values do."""
    assert steps.digest([(1, 0.1 + 0.2), (2, 1.0)]) == steps.digest([(2, 1.0), (1, 0.3)])
    assert steps.digest([(1,)]) != steps.digest([("1",)])


def test_the_peer_is_asked(shop: Path) -> None:
    """SQLite's `.expert` names the one index that the query wants."""
    peer = expert.newest(shop, ["SELECT id FROM orders WHERE user_id = ?"])
    if peer is None:
        pytest.skip("this apsw has no sqlite3_expert")
    assert [traps.parse(sql) for sql in peer.statements] == [
        traps.Index("orders", ("user_id",), "")
    ]


# --- goals and results -----------------------------------------------------------------------


def test_goals_are_judged() -> None:
    """A bound is met from its own side, and nothing is said of what was not measured."""
    assert Goal("x", 2.6, ">=", 2.6).reached
    assert not Goal("x", 61, "<=", 60).reached
    assert Goal("x", None, "<=", 60).reached is None
    assert ratio(1, 0) is None


def test_results_are_kept_as_a_table(tmp_path: Path) -> None:
    """Each benchmark keeps its raw figures, and the page shows all goals."""
    goals = [Goal("steps", 12.5, "<=", 46.4, "M"), Goal("indexes", 12, "<=", 10)]
    run_all.write([Outcome("tpch", "TPC-H", goals, {"plan": []})], tmp_path)
    page = (tmp_path / "README.md").read_text()
    assert "| TPC-H | steps | 12.5 | <= 46.4 M | reached |" in page
    assert "| TPC-H | indexes | 12 | <= 10 | MISSED |" in page
    assert (tmp_path / "tpch.json").exists()
