"""The optimizer and `.expert` side by side on the shop with its traps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks import expert, optimizer, recording, tables
from benchmarks.goals import COLUMNS, Goal, Outcome, ratio
from benchmarks.optimizer import Advice
from benchmarks.var import folder
from benchmarks.web_traps import database, workload
from benchmarks.web_traps.comparison import Measured, Traffic, measure, traffic
from benchmarks.web_traps.traps import TRAPS, reported

TITLE = "A web workload with traps"


def prepare() -> tuple[Path, Path]:
    """Make the database and the recording where they are not there yet."""
    place = folder("web_traps")
    source, target = place / "shop.db", place / "workload.jsonl"
    database.build(source)
    recording.write(target, workload.hour())
    return source, target


def run(console: Console) -> Outcome:
    """Measure, print, and return what was found."""
    source, target = prepare()
    work = traffic(target)
    advice = optimizer.advise(source, target, source.with_name("report.json"))
    ours = measure("tenfold", source, advice.statements, work, seconds=advice.seconds)
    peers = _peers(source, work)
    none = measure("no new index", source, [], work, sample=3)
    best = min(peers, key=lambda peer: peer.read_steps, default=None)
    everyone = [none, *peers, ours]
    for one in everyone:
        if one.digests != none.digests:
            raise SystemExit(f"{one.name}: the results are not those without its indexes")
    goals = _goals(advice, ours, best)
    _show(console, everyone, advice, goals)
    raw = {
        "configurations": [one.raw() for one in everyone],
        "peer": best.name if best else None,
        "plan": advice.statements,
        "existing_indexes": advice.existing,
    }
    return Outcome("web_traps", TITLE, goals, raw)


def _peers(source: Path, work: Traffic) -> list[Measured]:
    found: list[Measured] = []
    for ask in (expert.newest, expert.shell):
        peer = ask(source, work.queries)
        if peer is None:
            continue
        for extra in ("", "ANALYZE"):
            name = f".expert {peer.version}{extra and ' + ANALYZE'}"
            statements = [*peer.statements, *([extra] if extra else [])]
            found.append(measure(name, source, statements, work, seconds=peer.seconds))
    return found


def _goals(advice: Advice, ours: Measured, peer: Measured | None) -> list[Goal]:
    steps = ratio(peer.read_steps, ours.read_steps) if peer else None
    space = ratio(ours.index_bytes, peer.index_bytes) if peer else None
    writes = ratio(ours.wal_bytes, peer.wal_bytes) if peer else None
    fallen = sum(1 for hits in ours.traps.values() if hits)
    missed = sum(1 for seen in reported(advice.existing).values() if not seen)
    return [
        Goal("fewer read steps than .expert, times", steps, ">=", 2.6),
        Goal("index space beside .expert's", space, "<=", 0.8),
        Goal("WAL bytes of the writes beside .expert's", writes, "<=", 0.9),
        Goal("traps fallen for", fallen, "<=", 0),
        Goal("useless old indexes not reported", missed, "<=", 0),
        Goal("recommended indexes that no statement uses", len(ours.unused), "<=", 0),
        Goal("time of the whole command", advice.seconds, "<=", 60, "s"),
    ]


def _show(
    console: Console, everyone: Sequence[Measured], advice: Advice, goals: Sequence[Goal]
) -> None:
    columns = ("", "read steps", "indexes", "MB", "write WAL MB", "write steps", "traps", "s")
    rows = [
        (
            one.name,
            one.read_steps,
            one.indexes,
            one.index_bytes / 1e6,
            one.wal_bytes / 1e6,
            one.write_steps,
            f"{sum(1 for hits in one.traps.values() if hits)} of {len(TRAPS)}",
            one.seconds,
        )
        for one in everyone
    ]
    tables.show(console, TITLE, columns, rows)
    trap_rows = [(name, *(len(one.traps[name]) or "no" for one in everyone[1:])) for name in TRAPS]
    names = (one.name for one in everyone[1:])
    tables.show(console, "Indexes that fell for a trap", ("", *names), trap_rows)
    seen = [(f"useless: {what}", told) for what, told in reported(advice.existing).items()]
    tables.show(console, "Old indexes", ("", "reported"), seen)
    tables.show(console, "Goals", COLUMNS, [goal.cells for goal in goals])
