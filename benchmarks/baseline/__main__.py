"""`python -m benchmarks.baseline NAME [--users 5,10,20,40,80] [--seconds 20] [--write]`.

Seeds a system, serves it as its README says, and puts more and more users on it, each step for so
long, until its p95 is above two seconds or one request in a hundred fails. With `--write` the
figures are kept in benchmarks/results/ and in the system's README.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path

import psutil
from rich.console import Console
from rich.markup import escape

from benchmarks import tables
from benchmarks.baseline import readme
from benchmarks.baseline.figures import Request, Route, Step, routes, step
from benchmarks.run_all import RESULTS, machine
from benchmarks.var import CHECKOUT, folder
from systems.served import Served, served

LISTENER = Path(__file__).with_name("listener.py")
WARM_UP = 4.0
"""Seconds at the start of each step that aren't counted."""
USERS = "5,10,20,40,80,160"


def main() -> int:
    """Measure one system."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.baseline", description=__doc__)
    parser.add_argument("name", choices=sorted(p.parent.name for p in _scenarios()))
    parser.add_argument("--form", default="prototype")
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--users", default=USERS, help=f"the ladder; {USERS} by default")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each step, after warm-up")
    parser.add_argument("--write", action="store_true", help="keep the figures")
    options = parser.parse_args()
    console = tables.screen()
    data = folder(options.name if options.scale == 1 else f"{options.name}-{options.scale}")
    _seed(options.name, options.scale, data)
    ladder = [int(users) for users in options.users.split(",")]
    steps, last = climb(console, options.name, options.form, data, ladder, options.seconds)
    show(console, options.name, steps, last)
    if options.write:
        raw = {
            "on": machine(),
            "form": options.form,
            "scale": options.scale,
            "steps": [asdict(one) for one in steps],
            "routes": [asdict(one) for one in last],
        }
        kept = RESULTS / "systems"
        kept.mkdir(parents=True, exist_ok=True)
        file = kept / f"{options.name}-{options.form}.json"
        file.write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n")
        readme.renew(CHECKOUT / "systems" / options.name / "README.md", steps, last)
    return 0


def climb(
    console: Console, name: str, form: str, data: Path, ladder: list[int], seconds: float
) -> tuple[list[Step], list[Route]]:
    """Put more and more users on a system; its routes are those of the first step."""
    steps: list[Step] = []
    first: list[Route] = []
    with served(name, data, {"FORM": form, "MEASURE": "1"}) as system:
        for users in ladder:
            requests, memory = load(name, system, users, seconds)
            steps.append(step(users, seconds, requests, memory))
            first = first or routes(requests)
            console.print(f"{users} users: p95 {steps[-1].p95_ms:,.0f} ms")
            if steps[-1].is_broken:
                break
    return steps, first


def load(name: str, system: Served, users: int, seconds: float) -> tuple[list[Request], float]:
    """One step: every request after the warm-up, and the most memory that was seen, in MB."""
    done = threading.Event()
    peak: list[float] = [0.0]
    watcher = threading.Thread(target=_watch, args=(system.pid, peak, done), daemon=True)
    watcher.start()
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place) / "requests.json"
        environment = {
            **os.environ,
            "REQUESTS": str(kept),
            "WARM_UP": str(WARM_UP),
            "SYSTEM_DATA": str(system.data),
        }
        scenario = CHECKOUT / "systems" / name / "scenario.py"
        command = [sys.executable, "-m", "locust", "-f", f"{scenario},{LISTENER}", "--headless"]
        command += ["--host", system.url, "-u", str(users), "-r", str(max(5, users))]
        command += ["-t", f"{seconds + WARM_UP:.0f}s", "--stop-timeout", "5", "--only-summary"]
        ran = subprocess.run(
            command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
        if not kept.exists():
            raise SystemExit(f"Locust failed:\n{ran.stderr[-3000:]}")
        requests: list[Request] = [tuple(one) for one in json.loads(kept.read_text())]
    done.set()
    watcher.join()
    return requests, peak[0]


def show(console: Console, name: str, steps: list[Step], found: list[Route]) -> None:
    """Print both tables."""
    rows = [readme.step_cells(one) for one in steps]
    tables.show(console, f"{name} under load", readme.STEP_COLUMNS, rows)
    # A route such as /books/[slug]/ is no markup.
    rows = [[escape(one.name), *readme.route_cells(one)[1:]] for one in found]
    tables.show(console, f"Routes with {steps[0].users} users", readme.ROUTE_COLUMNS, rows)


def _scenarios() -> list[Path]:
    return sorted((CHECKOUT / "systems").glob("*/scenario.py"))


def _seed(name: str, scale: int, data: Path) -> None:
    command = [sys.executable, "-m", f"systems.{name}.seed", "--scale", str(scale), "--data"]
    subprocess.run([*command, str(data)], cwd=CHECKOUT, check=True)


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    """Note the most resident memory of a process and all below it."""
    while not done.wait(0.5):
        try:
            family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            total = sum(process.memory_info().rss for process in family) / 1e6
        except psutil.Error:
            continue
        peak[0] = max(peak[0], total)


if __name__ == "__main__":
    raise SystemExit(main())
