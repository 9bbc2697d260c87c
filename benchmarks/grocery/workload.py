"""Writes the recording of a day of the shop's app: `var/grocery/workload.jsonl`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import recording
from benchmarks.grocery import pages
from benchmarks.grocery.sample import Sample, draw
from benchmarks.recording import Call

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 2017
STATEMENTS = Path(__file__).with_name("statements.sql")
_OPENS = datetime.fromisoformat(f"{pages.TODAY}T08:00:00")


def record(database: Path, target: Path, *, seed: int = SEED) -> int:
    """Draw from DATABASE, write the recording to TARGET, return its number of statements."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return recording.write(target, day(draw(connection, seed)))


def day(sample: Sample) -> Iterator[tuple[str, datetime, Call]]:
    """The day's requests in a shuffled order, and within each its statements."""
    known = recording.statements(STATEMENTS)
    visits = [(page, address) for page, address, count in pages.VISITS for _ in range(count)]
    sample.rng.shuffle(visits)
    at = _OPENS
    for page, address in visits:
        at += timedelta(milliseconds=sample.rng.randint(2_000, 80_000))
        for number, (name, params) in enumerate(page(sample)):
            yield address, at + timedelta(milliseconds=3 * number), Call(known[name], params)
