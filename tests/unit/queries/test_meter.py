"""Measures that are the same at every run, and leave nothing behind."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from tenfold.queries.laboratory import open_clone
from tenfold.queries.meter import Meter, _Ticks
from tests.studies import database, rows

COUNT = "SELECT count(*) FROM t WHERE b <> 3"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A clone of 5,000 rows."""
    return database(
        tmp_path / "clone.db",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT);",
        rows("t", 5_000, "x, x, x % 7"),
    )


@pytest.fixture
def meter(path: Path) -> Iterator[Meter]:
    """A meter on the clone."""
    connection = open_clone(path)
    yield Meter(connection)
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [COUNT, "SELECT * FROM t ORDER BY b, a", "SELECT b, sum(a) FROM t GROUP BY b", "SELECT 1"],
)
def test_same_at_every_run(meter: Meter, sql: str) -> None:
    """Steps, page fetches, rows and digests of a read are equal at every run, time apart."""
    one, *others = [meter.run(sql) for _ in range(5)]
    figures = ("steps", "rows", "scanned", "sorted", "digest", "set_digest", "finished", "cost")
    for other in others:
        assert [getattr(other, f) for f in figures] == [getattr(one, f) for f in figures]
    assert one.steps > 0
    assert one.finished


def test_steps_are_sqlites_own(meter: Meter) -> None:
    """Steps, scans and sorts are what SQLite's own counters say of the statement."""
    measure = meter.run("SELECT * FROM t ORDER BY b")
    assert (measure.rows, measure.scanned, measure.sorted) == (5_000, 4_999, 1)
    assert 5_000 * 4 < measure.steps < 5_000 * 20


@pytest.mark.parametrize("limit", [1_000, 1_001, 10_000])
def test_limit_stops(meter: Meter, limit: int) -> None:
    """A statement is stopped at the limit, which is then what it cost; a wider one lets it end."""
    stopped = meter.run(COUNT, limit=limit)
    assert (stopped.finished, stopped.steps) == (False, limit)
    whole = meter.run(COUNT)
    assert meter.run(COUNT, limit=whole.steps * 2).steps == whole.steps
    assert meter.run(COUNT).digest == whole.digest


def test_write_is_taken_back(meter: Meter, path: Path) -> None:
    """A write is measured as a transaction of its own, and the file stays the same to the byte."""
    before = hashlib.sha256(path.read_bytes()).digest()
    one = meter.change("UPDATE t SET b = b + 1 WHERE a < ?", (1000,))
    assert (one.rows, one.finished) == (999, True)
    assert one.page_writes > 0
    again = meter.change("UPDATE t SET b = b + 1 WHERE a < ?", (1000,))
    assert (again.steps, again.page_writes) == (one.steps, one.page_writes)
    assert meter.change("DELETE FROM t").rows == 5_000
    assert not meter.change("UPDATE t SET b = b + 1", limit=1_000).finished
    assert meter.run("SELECT count(*), sum(b) FROM t").digest == (
        meter.run("SELECT 5000, sum(id % 7) FROM t").digest
    )
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_failed_write_is_taken_back(meter: Meter) -> None:
    """A write that a constraint forbids raises, and the next one starts afresh."""
    with pytest.raises(apsw.ConstraintError):
        meter.change("INSERT INTO t VALUES (9999, 1, 1)")
    with pytest.raises(apsw.SQLError):
        meter.change("UPDATE missing SET x = 1")
    assert meter.change("INSERT INTO t VALUES (9999, 9999, 1)").rows == 1
    assert meter.run("SELECT count(*) FROM t").digest == meter.run("SELECT 5000").digest


def test_digests(meter: Meter) -> None:
    """The one digest tells orders apart and the other doesn't; both tell rows and types apart."""
    up, down = (meter.run(f"SELECT a FROM t ORDER BY a {way}") for way in ("", "DESC"))
    assert up.digest != down.digest
    assert up.set_digest == down.set_digest
    for one, other in (("1", "2"), ("1", "'1'"), ("NULL", "''"), ("'a'", "x'61'")):
        assert meter.run(f"SELECT {one}").set_digest != meter.run(f"SELECT {other}").set_digest
    twice = meter.run("SELECT 1 UNION ALL SELECT 1 UNION ALL SELECT 2").set_digest
    assert twice != meter.run("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 2").set_digest


def test_rounding_of_sums(meter: Meter) -> None:
    """The last bits of a float, which depend on the order of adding, don't count."""
    one = meter.run("SELECT 0.1 + 0.2 + 0.3")
    assert one.digest == meter.run("SELECT 0.3 + 0.2 + 0.1").digest
    assert one.digest != meter.run("SELECT 0.6000001").digest


def test_without_digest(meter: Meter) -> None:
    """Rows are counted all the same where no digest is asked for."""
    assert meter.run("SELECT * FROM t", digest=False).rows == 5_000


WRAP = 1 << 32


@pytest.mark.parametrize(
    "true", [5, _Ticks.EVERY - 1, WRAP - 1, WRAP, WRAP + 7, 3 * WRAP + 5, 5 * WRAP - 1]
)
def test_beyond_32_bits(true: int) -> None:
    """SQLite's counter has 32 bits; how often it was asked meanwhile gives the rest."""
    ticks = _Ticks(0)
    for _ in range(true // ticks.every):
        assert not ticks()
    signed = true % WRAP
    assert ticks.steps(signed) == true
    assert ticks.steps(signed - WRAP if signed >= WRAP // 2 else signed) == true


def test_ticks_of_a_limit() -> None:
    """With a limit the first tick stops, and the limit is what it cost."""
    ticks = _Ticks(1_000)
    assert ticks.every == 1_000
    assert ticks.steps(999) == 999
    assert ticks()
    assert ticks.steps(12) == 1_000
