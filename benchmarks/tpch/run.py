"""The optimizer and `.expert` side by side on TPC-H."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import expert, optimizer, tables
from benchmarks.goals import COLUMNS, Goal, Outcome
from benchmarks.optimizer import Advice
from benchmarks.steps import Meter, copy_with, index_bytes
from benchmarks.tpch import database
from benchmarks.var import folder

TITLE = "TPC-H at 0.1, 22 queries"


@dataclass(frozen=True)
class Measured:
    """What the queries cost with some indexes."""

    name: str
    steps: int
    steps_by_query: dict[str, int]
    digests: dict[str, str]
    indexes: dict[str, int]
    unused: list[str]
    seconds: float

    @property
    def megabytes(self) -> float:
        """The space of the indexes."""
        return sum(self.indexes.values()) / 1e6

    def raw(self) -> dict[str, Any]:
        """Everything, for the JSON file."""
        return asdict(self)


def prepare() -> tuple[Path, Path]:
    """Generate the data and the queries where they are not there yet."""
    place = folder("tpch")
    source, queries = place / "tpch.db", place / "tpch.sql"
    database.build(source, queries)
    return source, queries


def measure(
    name: str,
    source: Path,
    queries: Mapping[str, str],
    statements: Iterable[str],
    seconds: float,
) -> Measured:
    """Apply the statements to a copy and run every query once: steps are exact."""
    copy = copy_with(source, source.with_name("copy.db"), statements)
    meter = Meter(copy)
    try:
        runs = {request: meter.run(sql) for request, sql in queries.items()}
        words = set(" ".join(meter.plan(sql) for sql in queries.values()).split())
    finally:
        meter.close()
    sizes = index_bytes(copy)
    copy.unlink()
    return Measured(
        name,
        sum(run.steps for run in runs.values()),
        {request: run.steps for request, run in runs.items()},
        {request: run.digest for request, run in runs.items()},
        sizes,
        sorted(set(sizes) - words),
        seconds,
    )


def run(console: Console) -> Outcome:
    """Measure, print, and return what was found."""
    source, path = prepare()
    queries = database.read_queries(path)
    advice = optimizer.advise(source, path, source.with_name("report.json"))
    ours = measure("tenfold", source, queries, advice.statements, advice.seconds)
    peers = _peers(source, queries)
    for peer in peers:
        if peer.digests != ours.digests:
            raise SystemExit(f"tenfold and {peer.name} do not give the same results")
    goals = _goals(ours)
    _show(console, [*peers, ours], advice, goals)
    raw = {
        "configurations": [one.raw() for one in [*peers, ours]],
        "before": advice.report.get("before"),
        "plan": advice.statements,
    }
    return Outcome("tpch", TITLE, goals, raw)


def _peers(source: Path, queries: Mapping[str, str]) -> list[Measured]:
    found: list[Measured] = []
    for ask in (expert.newest, expert.shell):
        peer = ask(source, list(queries.values()))
        if peer is None:
            continue
        for extra in ("", "ANALYZE"):
            if not extra and ask is expert.shell:
                continue  # The newest one is the yardstick; the old one is shown at its best.
            name = f".expert {peer.version}{extra and ' + ANALYZE'}"
            statements = [*peer.statements, *([extra] if extra else [])]
            found.append(measure(name, source, queries, statements, peer.seconds))
    return found


def _goals(ours: Measured) -> list[Goal]:
    return [
        Goal("steps of the 22 queries, millions", ours.steps / 1e6, "<=", 46.4),
        Goal("stretch: steps, millions", ours.steps / 1e6, "<=", 44),
        Goal("indexes", len(ours.indexes), "<=", 10),
        Goal("index space", ours.megabytes, "<=", 92, "MB"),
        Goal("recommended indexes that no query uses", len(ours.unused), "<=", 0),
        Goal("time of the whole command", ours.seconds, "<=", 120, "s"),
    ]


def _show(
    console: Console, everyone: Sequence[Measured], advice: Advice, goals: Sequence[Goal]
) -> None:
    before = (advice.report.get("before") or {}).get("steps")
    rows: list[tables.Cells] = [("no index (as reported)", before, 0, 0.0, None, None)]
    rows += [
        (one.name, one.steps, len(one.indexes), one.megabytes, len(one.unused), one.seconds)
        for one in everyone
    ]
    tables.show(console, TITLE, ("", "steps", "indexes", "MB", "unused", "s"), rows)
    names = [one.name for one in everyone]
    queries = [
        (request, *(one.steps_by_query[request] for one in everyone))
        for request in everyone[0].steps_by_query
    ]
    tables.show(console, "Steps by query", ("", *names), queries)
    tables.show(console, "Goals", COLUMNS, [goal.cells for goal in goals])
