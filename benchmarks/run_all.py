"""`python -m benchmarks.run_all [--write] [NAME ...]`: every claim, one after the other.

With `--write` the raw figures and the table of benchmarks/results/ are renewed.
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
from rich.console import Console

from benchmarks import clone, determinism, tables
from benchmarks.goals import Goal, Outcome
from benchmarks.tpch import run as tpch
from benchmarks.web_traps import run as web_traps

RESULTS = Path(__file__).with_name("results")
ALL: dict[str, Callable[[Console], Outcome]] = {
    "web_traps": web_traps.run,
    "tpch": tpch.run,
    "clone": clone.run,
    "determinism": determinism.run,
}


def main() -> int:
    """Run what was asked for; the status is 1 if a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_all", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of: {', '.join(ALL)}")
    parser.add_argument("--write", action="store_true", help="renew benchmarks/results/")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in ALL]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(ALL)}")
    console = tables.screen()
    outcomes = [ALL[name](console) for name in options.names or ALL]
    for outcome in outcomes:
        tables.save(console, outcome.name, outcome.as_json())
    if options.write:
        write(outcomes)
        console.print(f"Wrote {RESULTS.name}/README.md")
    missed = [goal for outcome in outcomes for goal in outcome.goals if goal.reached is False]
    return 1 if missed else 0


def write(outcomes: list[Outcome], results: Path = RESULTS) -> None:
    """Keep the raw figures, and make the table of all that were ever kept."""
    results.mkdir(exist_ok=True)
    for outcome in outcomes:
        raw = {"on": machine(), **outcome.as_json()}
        text = json.dumps(raw, indent=1, ensure_ascii=False)
        (results / f"{outcome.name}.json").write_text(text + "\n")
    kept = {path.stem: json.loads(path.read_text()) for path in sorted(results.glob("*.json"))}
    (results / "README.md").write_text(readme(kept))


def machine() -> str:
    """What the figures were measured on; steps and bytes do not depend on it."""
    sqlite = apsw.sqlite_lib_version()
    return f"Python {platform.python_version()}, SQLite {sqlite}, {platform.machine()}"


def readme(kept: dict[str, dict[str, Any]]) -> str:
    """The page that shows all results."""
    lines = [
        "# Results",
        "",
        "Written by `python -m benchmarks.run_all --write`; the raw figures stand beside it.",
        "Steps and bytes are exact and the same on every machine; times are not.",
        "",
        "| benchmark | goal | measured | must be | |",
        "|---|---|---:|---:|---|",
    ]
    for raw in kept.values():
        for entry in raw["goals"]:
            fields = {key: entry[key] for key in ("what", "measured", "sense", "bound", "unit")}
            cells = " | ".join(tables.figure(cell) for cell in Goal(**fields).cells)
            lines.append(f"| {raw['title']} | {cells} |")
    lines += ["", *(f"- {raw['title']}: {raw['on']}" for raw in kept.values()), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
