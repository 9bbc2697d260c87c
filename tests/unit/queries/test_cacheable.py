"""Answers that could be kept: what is told, for how long, and what never is."""

from datetime import UTC, datetime, timedelta

import pytest

from tenfold.queries.cacheable import find_cacheable
from tenfold.queries.n_plus_one import is_read
from tenfold.queries.report import Cost, Finding
from tenfold.queries.shapes import group
from tenfold.queries.workload import Statement

READ = "SELECT region, count(*) FROM orders GROUP BY region"
BY_REGION = "SELECT count(*) FROM orders WHERE region = ?"
WRITE = "INSERT INTO orders (region) VALUES (?)"
START = datetime(2026, 1, 1, tzinfo=UTC)


def cost(total: float) -> Cost:
    """A cost of so many milliseconds for all calls."""
    return Cost(0, 0, 0, total, 0, 0, 0, 0)


def at(seconds: float) -> str:
    """A time of the recording."""
    return (START + timedelta(seconds=seconds)).isoformat()


def advise(statements: list[Statement], milliseconds: float = 5.0) -> list[Finding]:
    """The findings where every statement is about `orders` and each call takes so long."""
    shapes = group((s, "read" if is_read(s.sql) else "write") for s in statements)
    tables = {shape.id: frozenset({"orders"}) for shape in shapes}
    costs = {shape.id: cost(shape.calls * milliseconds) for shape in shapes}
    return find_cacheable(shapes, tables, costs, statements)


def reads(count: int, gap: float | None = 1.0, sql: str = READ) -> list[Statement]:
    """The same read so often, so many seconds apart."""
    return [Statement(sql, at=None if gap is None else at(n * gap)) for n in range(count)]


def test_read_often_and_never_written() -> None:
    """Without times or writes five minutes are proposed, and hits and savings told."""
    (found,) = advise(reads(100, gap=None))
    assert found.kind == "cache"
    assert "Asked 100 times with 1 set of values" in found.what
    assert "orders is not written" in found.what
    assert "for 5 min: 99% of the calls" in found.fix
    assert "saves about 495 ms of 500 ms" in found.fix


def test_lifetime_by_the_time_between_writes() -> None:
    """An answer lives a fourth of the typical time between writes, in a round number."""
    writes = [Statement(WRITE, (1,), at=at(t)) for t in (0, 500, 1000, 1500, 2000)]
    (found,) = advise([*reads(2000), *writes])
    assert "written 5 times in the 33.3 min recorded, typically 8.33 min apart" in found.what
    assert "for 2 min:" in found.fix


def test_expiry_costs_hits() -> None:
    """The hits are counted along the recording: each expiry is a miss."""
    (found,) = advise([*reads(100, gap=10), Statement(WRITE, (1,), at=at(400))])
    # 990 s recorded: lives 2 min, so that 9 of 100 calls miss.
    assert "for 2 min: 91% of the calls" in found.fix


def test_lifetime_is_an_hour_at_most() -> None:
    """However long the recording, an answer is kept no longer than an hour."""
    (found,) = advise(reads(2000, gap=60))
    assert "Keep its answers for 1 h" in found.fix


def test_lifetime_is_ten_seconds_at_least() -> None:
    """Writes half a minute apart leave ten seconds; writes a few seconds apart leave nothing."""
    slow = [Statement(WRITE, (1,), at=at(t)) for t in range(0, 500, 30)]
    (found,) = advise([*reads(2500, gap=0.2), *slow])
    assert "for 10 s:" in found.fix
    fast = [Statement(WRITE, (1,), at=at(t)) for t in range(0, 500, 6)]
    assert advise([*reads(2500, gap=0.2), *fast]) == []


def test_lifetime_by_the_ratio() -> None:
    """Without times the number of reads per write decides."""
    (found,) = advise([*reads(200, gap=None), Statement(WRITE, (1,))])
    assert "once per 200 of these reads" in found.what
    assert "for 1 min:" in found.fix
    assert advise([*reads(50, gap=None), *[Statement(WRITE, (1,))] * 10]) == []


@pytest.mark.parametrize(
    ("statements", "milliseconds"),
    [
        (reads(10, gap=None), 5.0),
        ([Statement(BY_REGION, (n,)) for n in range(100)], 5.0),
        (reads(100, gap=None), 0.05),
        ([Statement(WRITE, (1,))] * 100, 5.0),
        (reads(100, gap=None, sql="SELECT * FROM orders ORDER BY random() LIMIT 1"), 5.0),
        (reads(100, gap=300), 5.0),
    ],
    ids=["seldom asked", "always other values", "cheap", "a write", "chance", "asked too seldom"],
)
def test_what_is_not_worth_keeping(statements: list[Statement], milliseconds: float) -> None:
    """What is seldom asked, always different, cheap, a write or by chance isn't told."""
    writes = [Statement(WRITE, (1,), at=at(t)) for t in range(0, 30_000, 600)]
    assert advise([*statements, *(writes if statements[0].at else [])], milliseconds) == []


def test_other_tables_do_not_matter() -> None:
    """Writes to tables that the read doesn't touch are of no account."""
    statements = [*reads(100, gap=None), *[Statement("DELETE FROM logs WHERE id = ?", (1,))] * 90]
    shapes = group((s, "read" if is_read(s.sql) else "write") for s in statements)
    tables = {s.id: frozenset({"orders" if s.kind == "read" else "logs"}) for s in shapes}
    costs = {s.id: cost(1000) for s in shapes}
    assert len(find_cacheable(shapes, tables, costs, statements)) == 1


def test_ten_that_save_most() -> None:
    """Ten are told, those first that save most."""
    statements = [
        Statement(f"SELECT count(*) FROM orders WHERE column_{n} = ?", (1,))
        for n in range(15)
        for _ in range(20 + n)
    ]
    found = advise(statements)
    assert len(found) == 10
    assert "Asked 34 times" in found[0].what
    assert "Asked 25 times" in found[-1].what
