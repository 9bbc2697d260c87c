"""How fast a database is cloned, and how long a writer waits meanwhile, beside a raw backup."""

from __future__ import annotations

import importlib
import multiprocessing
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rich.console import Console

from benchmarks import tables
from benchmarks.goals import COLUMNS, Goal, Outcome
from benchmarks.grocery.__main__ import prepare
from benchmarks.var import folder

TITLE = "Cloning a live database"
ROUNDS = 7
# A writer that never pauses could keep any copy from ending: it gives up after this time.
WRITER_SECONDS = 10.0
PAUSES = {"rare": 0.2, "busy": 0.01}

Copy = Callable[[Path, Path], object]


@dataclass(frozen=True)
class Waits:
    """What a writer in another process saw while a copy was made."""

    copier: str
    journal: str
    writer: str
    copied_in_seconds: float
    writes: int
    longest_wait_ms: float


def backup(source: Path, target: Path) -> None:
    """Copy with sqlite3's own backup, all pages at once."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)


def run(console: Console, *, rounds: int = ROUNDS) -> Outcome:
    """Measure, print, and return what was found."""
    ours: Copy = importlib.import_module("tenfold.database").clone
    copiers: dict[str, Copy] = {"tenfold clone": ours, "sqlite3 backup": backup}
    source, _ = prepare(console)
    megabytes = source.stat().st_size / 1e6
    seconds = _speeds(source, copiers, rounds)
    medians = {name: megabytes / statistics.median(taken) for name, taken in seconds.items()}
    waits = [
        _waits(source, name, copy, journal, writer)
        for journal in ("delete", "wal")
        for writer in PAUSES
        for name, copy in copiers.items()
    ]
    longest = max(w.longest_wait_ms for w in waits if w.copier == "tenfold clone")
    goals = [
        Goal("clone, median of interleaved runs", medians["tenfold clone"], ">=", 300, "MB/s"),
        Goal("longest time that a writer waited", longest, "<=", 50, "ms"),
    ]
    rows = [(name, medians[name], min(seconds[name]), max(seconds[name])) for name in copiers]
    tables.show(console, TITLE, ("", "MB/s", "quickest s", "slowest s"), rows)
    columns = ("while copying", "journal", "writer", "copied in s", "writes", "longest wait ms")
    tables.show(console, "A writer in another process", columns, [_cells(one) for one in waits])
    tables.show(console, "Goals", COLUMNS, [goal.cells for goal in goals])
    raw = {"megabytes": megabytes, "seconds": seconds, "waits": [asdict(one) for one in waits]}
    return Outcome("clone", TITLE, goals, raw)


def _speeds(source: Path, copiers: dict[str, Copy], rounds: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in copiers}
    target = folder("clone") / "copy.db"
    # In turns, so that whatever else the machine does falls on both alike.
    for _ in range(rounds):
        for name, copy in copiers.items():
            target.unlink(missing_ok=True)
            started = time.perf_counter()
            copy(source, target)
            seconds[name].append(time.perf_counter() - started)
    target.unlink()
    return seconds


def _waits(source: Path, name: str, copy: Copy, journal: str, writer: str) -> Waits:
    live, target = folder("clone") / "live.db", folder("clone") / "copy.db"
    shutil.copyfile(source, live)
    with closing(sqlite3.connect(live)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("CREATE TABLE heartbeats (at REAL)")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_write, args=(str(live), PAUSES[writer], there))
    process.start()
    here.recv()
    time.sleep(0.05)
    started = time.perf_counter()
    copy(live, target)
    seconds = time.perf_counter() - started
    here.send("stop")
    durations: list[float] = here.recv()
    process.join()
    for path in (*live.parent.glob("live.db*"), *live.parent.glob("copy.db*")):
        path.unlink()
    longest = max(durations, default=0.0) * 1e3
    return Waits(name, journal, writer, seconds, len(durations), longest)


def _write(path: str, pause: float, pipe: Connection) -> None:
    """Commit a row again and again; tell how long each took from BEGIN to the end of COMMIT."""
    durations: list[float] = []
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        _commit(connection)
        pipe.send("ready")
        until = time.perf_counter() + WRITER_SECONDS
        while not pipe.poll() and time.perf_counter() < until:
            durations.append(_commit(connection))
            time.sleep(pause)
    pipe.send(durations)


def _commit(connection: sqlite3.Connection) -> float:
    # SQLite's own busy timeout sleeps in growing steps and would add to the wait: retry at once.
    started = time.perf_counter()
    for sql in ("BEGIN IMMEDIATE", "INSERT INTO heartbeats VALUES (julianday())", "COMMIT"):
        while True:
            try:
                connection.execute(sql)
                break
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
                time.sleep(0.0005)
    return time.perf_counter() - started


def _cells(one: Waits) -> tables.Cells:
    return (
        one.copier,
        one.journal,
        one.writer,
        one.copied_in_seconds,
        one.writes,
        one.longest_wait_ms,
    )


if __name__ == "__main__":
    screen = tables.screen()
    outcome = run(screen)
    tables.save(screen, outcome.name, outcome.as_json())
