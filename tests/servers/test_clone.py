"""Clones taken while other processes write: each is one moment, and none of them waits long."""

import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tenfold.database import clone, inspect
from tenfold.errors import DatabaseError

pytestmark = pytest.mark.slow

ROWS = 40_000
CLONES = 12
KILLS = 6

WRITER = """
import os, random, sqlite3, sys, time
path, pause, seed = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
connection = sqlite3.connect(path, isolation_level=None, timeout=60)
connection.execute("PRAGMA synchronous = OFF")
connection.execute("PRAGMA cache_size = " + str(chance.choice((5, 2000))))
rows = int(sys.argv[4])  # those that are never deleted: an update of a missing row moves nothing
print("ready", flush=True)
while True:
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(chance.choice((1, 3, 200))):
        one, other, amount = chance.randint(1, rows), chance.randint(1, rows), chance.randint(1, 99)
        connection.execute("UPDATE debit SET sum = sum - ? WHERE id = ?", (amount, one))
        connection.execute("UPDATE credit SET sum = sum + ? WHERE id = ?", (amount, other))
    if chance.random() < 0.2:
        connection.execute("INSERT INTO debit (sum, note) VALUES (0, hex(randomblob(50)))")
        connection.execute("INSERT INTO credit (sum, note) VALUES (0, hex(randomblob(50)))")
    if chance.random() < 0.05:
        for table in ("debit", "credit"):
            connection.execute(
                f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table} WHERE id > {rows})"
            )
    connection.execute("ROLLBACK" if chance.random() < 0.1 else "COMMIT")
    print(time.perf_counter() - begun, flush=True)
    time.sleep(pause)
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two tables of equal length, whose sums are always each other's opposite: some 12 MB."""
    path = tmp_path / "app" / "book.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("debit", "credit"):
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, sum INT, note TEXT)")
            connection.execute(
                "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT ?) "
                f"INSERT INTO {table} SELECT x, 0, hex(randomblob(50)) FROM n",
                (ROWS,),
            )
            connection.execute(f"CREATE INDEX {table}_sum ON {table} (sum, note)")
        connection.commit()
    return path


@contextmanager
def writers(path: Path, log: Path, *, count: int, pause: float) -> Iterator[None]:
    """Let other processes write; how long each transaction took is written to the log."""
    processes = []
    for seed in range(count):
        with log.open("ab") as output:
            processes.append(
                subprocess.Popen(
                    [sys.executable, "-c", WRITER, path, str(pause), str(seed), str(ROWS)],
                    stdout=output,
                )
            )
    try:
        while log.read_text().count("ready") < count:
            time.sleep(0.01)
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()


def assert_one_moment(path: Path) -> int:
    """A clone is sound, and its tables agree; gives a number that each moment has for itself."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        total, length, mark = connection.execute(
            "SELECT (SELECT sum(sum) FROM debit) + (SELECT sum(sum) FROM credit), "
            "(SELECT count(*) FROM debit) - (SELECT count(*) FROM credit), "
            "(SELECT sum(sum * id) FROM debit)"
        ).fetchone()
    assert total == 0
    assert length == 0
    return int(mark)


@pytest.mark.parametrize("mode", ["delete", "truncate", "persist", "wal"])
@pytest.mark.parametrize(("count", "pause"), [(1, 0.01), (3, 0.0)], ids=["steady", "storm"])
def test_every_clone_is_one_moment(
    tmp_path: Path, book: Path, mode: str, count: int, pause: float
) -> None:
    """Under writers that change two tables together, the tables agree in every clone."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}").fetchall()
    moments = set()
    reports = []
    with writers(book, tmp_path / "log", count=count, pause=pause):
        for number in range(CLONES):
            target = tmp_path / f"{number}.db"
            assert inspect(book, patience=60).journal_mode == ("wal" if mode == "wal" else "delete")
            reports.append(clone(book, target, patience=60))
            moments.add(assert_one_moment(target))
            target.unlink()
    assert len(moments) > CLONES // 2, "the writers did not write"
    locks = [report.longest_lock for report in reports]
    if mode == "wal":
        assert locks == [0.0] * CLONES
    # A machine that does other work may stretch a lock or two.
    assert statistics.median(locks) < 0.05


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_writer_never_waits_long(tmp_path: Path, book: Path, mode: str) -> None:
    """While clones are taken without pause, a writer's slowest transaction stays short."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}").fetchall()
    log = tmp_path / "log"
    with writers(book, log, count=1, pause=0.01):
        while log.read_text().count("\n") < 60:
            clone(book, tmp_path / "clone.db", patience=60)
            (tmp_path / "clone.db").unlink()
    waits = sorted(float(line) for line in log.read_text().splitlines()[1:-1])
    # SQLite sleeps up to 25 ms more than it has to, and two cores do all of this.
    assert waits[int(len(waits) * 0.95)] < 0.15


@pytest.mark.parametrize("mode", ["delete", "persist", "wal"])
def test_a_killed_writer_never_tears_a_clone(tmp_path: Path, book: Path, mode: str) -> None:
    """Kill -9 at any moment leaves a database that is cloned whole or refused in one line."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}").fetchall()
    refusals: list[str] = []
    for number in range(KILLS):
        target = tmp_path / f"{number}.db"
        with writers(book, tmp_path / f"log{number}", count=2, pause=0):
            time.sleep(0.02 * number)
        try:
            inspect(book)
            clone(book, target)
        except DatabaseError as error:
            refusals.append(str(error))
            assert not target.exists()
            # Somebody opens it, as the line advises.
            with closing(sqlite3.connect(book)) as connection:
                connection.execute("SELECT count(*) FROM debit").fetchall()
            clone(book, target)
        assert_one_moment(target)
        target.unlink()
    assert all("crash" in words for words in refusals)
    if mode == "wal":
        assert len(refusals) == KILLS


def test_a_big_database_is_cloned_fast(tmp_path: Path, book: Path) -> None:
    """Where nobody writes, a clone takes far less time than a second for 100 MB."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute(
            "CREATE TABLE big AS SELECT zeroblob(1000000) AS blob FROM debit LIMIT 0"
        )
        connection.execute(
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100) "
            "INSERT INTO big SELECT randomblob(1000000) FROM n"
        )
        connection.commit()
    reports = []
    for number in range(3):
        reports.append(clone(book, tmp_path / f"{number}.db"))
        (tmp_path / f"{number}.db").unlink()
    os.sync()
    assert max(report.mb_per_second for report in reports) > 100
    assert statistics.median(report.longest_lock for report in reports) < 0.05
