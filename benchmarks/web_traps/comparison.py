"""Measures one configuration of the shop: what its reads, its indexes and its writes cost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.recording import Params
from benchmarks.steps import Bound, Meter, copy_with, index_bytes, write_cost
from benchmarks.web_traps.traps import fallen_for

_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Traffic:
    """A recording, its reads by statement text and its writes in their order."""

    reads: dict[str, list[Params]]
    writes: list[Bound]

    @property
    def queries(self) -> list[str]:
        """Every distinct statement, as a peer wants them."""
        return [*self.reads, *dict.fromkeys(sql for sql, _ in self.writes)]


@dataclass(frozen=True)
class Measured:
    """The cost of a configuration."""

    name: str
    read_steps: int
    steps_by_statement: dict[str, int]
    digests: dict[str, str]
    indexes: int
    index_bytes: int
    wal_bytes: int
    write_steps: int
    unused: list[str]
    traps: dict[str, list[str]]
    seconds: float | None

    def raw(self) -> dict[str, Any]:
        """Everything, for the JSON file."""
        return asdict(self)


def traffic(path: Path) -> Traffic:
    """Read a recording."""
    reads: dict[str, list[Params]] = {}
    writes: list[Bound] = []
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        sql, params = entry["sql"], entry["params"]
        if sql.lstrip().upper().startswith(_WRITES):
            writes.append((sql, params))
        else:
            reads.setdefault(sql, []).append(params)
    return Traffic(reads, writes)


def measure(
    name: str,
    source: Path,
    statements: Sequence[str],
    work: Traffic,
    *,
    seconds: float | None = None,
    sample: int | None = None,
) -> Measured:
    """Apply the statements to a copy, run the traffic on it (all, or SAMPLE runs of each read)."""
    copy = copy_with(source, source.with_name(f"{source.stem}-copy.db"), statements)
    old = index_bytes(source)
    new = {index: size for index, size in index_bytes(copy).items() if index not in old}
    steps, digests = _read(copy, work.reads, sample)
    unused = _unused(copy, new, work)
    # The writes come last and change the copy.
    written = write_cost(copy, work.writes)
    _remove(copy)
    return Measured(
        name,
        sum(steps.values()),
        steps,
        digests,
        len(new),
        sum(new.values()),
        written.wal_bytes,
        written.steps,
        unused,
        fallen_for(statements),
        seconds,
    )


def _read(
    database: Path, reads: dict[str, list[Params]], sample: int | None
) -> tuple[dict[str, int], dict[str, str]]:
    steps: dict[str, int] = {}
    digests: dict[str, str] = {}
    meter = Meter(database)
    try:
        for sql, calls in reads.items():
            runs = [meter.run(sql, params) for params in calls[:sample]]
            # A sample stands for all the calls.
            steps[sql] = sum(run.steps for run in runs) * len(calls) // len(runs)
            digests[sql] = runs[0].digest
    finally:
        meter.close()
    return steps, digests


def _unused(database: Path, new: Iterable[str], work: Traffic) -> list[str]:
    meter = Meter(database)
    try:
        calls = [*((sql, params[0]) for sql, params in work.reads.items()), *work.writes]
        words = " ".join(meter.plan(*call) for call in dict(calls).items()).split()
    finally:
        meter.close()
    return sorted(set(new) - set(words))


def _remove(database: Path) -> None:
    leftovers: Iterable[Path] = database.parent.glob(f"{database.name}*")
    for path in leftovers:
        path.unlink()
