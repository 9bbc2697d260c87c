"""Writes in chunks, each whole or not at all, and remembers which are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from rich.progress import Progress

REMEMBER = "CREATE TABLE IF NOT EXISTS seed_progress (stage TEXT PRIMARY KEY, chunks INT NOT NULL)"
DONE = "SELECT chunks FROM seed_progress WHERE stage = %s"
NOTE = """
INSERT INTO seed_progress VALUES (%s, 1) ON CONFLICT (stage) DO UPDATE SET chunks = chunks + 1
"""


@dataclass(frozen=True)
class Stage:
    """One part of the data: how many chunks it has, and what writes one of them."""

    name: str
    chunks: int
    write: Callable[[int], None]


def run(stage: Stage, progress: Progress) -> None:
    """Write the chunks that are missing; an interruption loses at most the one that was begun."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER)
        cursor.execute(DONE, [stage.name])
        row = cursor.fetchone()
    done = row[0] if row else 0
    task = progress.add_task(stage.name, total=stage.chunks, completed=done)
    for chunk in range(done, stage.chunks):
        with transaction.atomic(), connection.cursor() as cursor:
            stage.write(chunk)
            cursor.execute(NOTE, [stage.name])
        progress.advance(task)


def span(total: int, size: int, chunk: int) -> range:
    """The numbers, counted from 1, that belong to a chunk."""
    return range(chunk * size + 1, min((chunk + 1) * size, total) + 1)


def chunks_of(total: int, size: int) -> int:
    """How many chunks that makes."""
    return -(-total // size)
