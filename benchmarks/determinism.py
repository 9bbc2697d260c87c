"""The same input gives the same plan, byte for byte, whatever the hash seed and the run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks import optimizer, tables
from benchmarks.goals import COLUMNS, Goal, Outcome
from benchmarks.grocery.__main__ import prepare as grocery
from benchmarks.web_traps.run import prepare as web_traps

TITLE = "Determinism"
# Five hash seeds once, then the first of them twice more: three runs with the same seed.
SEEDS = ("0", "1", "2", "3", "4", "0", "0")


def run(console: Console, seeds: Sequence[str] = SEEDS) -> Outcome:
    """Ask again and again, print, and return what was found."""
    sources: dict[str, Callable[[], tuple[Path, Path]]] = {
        "web_traps": web_traps,
        "grocery": lambda: grocery(console),
    }
    plans: dict[str, list[str]] = {}
    seconds: dict[str, list[float]] = {}
    for name, prepare in sources.items():
        database, workload = prepare()
        advice = [
            optimizer.advise(
                database,
                workload,
                database.with_name("report.json"),
                environment={"PYTHONHASHSEED": seed},
            )
            for seed in seeds
        ]
        plans[name] = [hashlib.sha256(one.plan).hexdigest()[:16] for one in advice]
        seconds[name] = [round(one.seconds, 2) for one in advice]
    rows = [
        (f"{name}, PYTHONHASHSEED={seed}", digest, taken)
        for name in plans
        for seed, digest, taken in zip(seeds, plans[name], seconds[name], strict=True)
    ]
    goals = [Goal(f"different plans: {name}", len(set(plans[name])), "<=", 1) for name in plans]
    tables.show(console, TITLE, ("run", "plan", "s"), rows)
    tables.show(console, "Goals", COLUMNS, [goal.cells for goal in goals])
    return Outcome(
        "determinism", TITLE, goals, {"seeds": list(seeds), "plans": plans, "seconds": seconds}
    )


if __name__ == "__main__":
    screen = tables.screen()
    outcome = run(screen)
    tables.save(screen, outcome.name, outcome.as_json())
