"""Write the figures into a system's README, between two marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.baseline.figures import Route, Step
from benchmarks.tables import figure

BEGIN, END = "<!-- baseline -->", "<!-- /baseline -->"
_MARKED = re.compile(r"<!-- baseline\b.*?-->.*?<!-- /baseline -->", re.DOTALL)
STEP_COLUMNS = (
    "users",
    "requests/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "errors %",
    "statements a request",
    "memory MB",
)
ROUTE_COLUMNS = ("route", "requests", "p50 ms", "p95 ms", "statements", "errors")


def renew(file: Path, steps: Sequence[Step], routes: Sequence[Route]) -> None:
    """Put the tables between the marks.

    Raises:
        SystemExit: the README has no marks.
    """
    text = file.read_text(encoding="utf-8")
    if not _MARKED.search(text):
        raise SystemExit(f"{file.name} has no {BEGIN} … {END}: add them where the figures belong")
    marked = f"{BEGIN}\n{tables(steps, routes)}\n{END}"
    file.write_text(_MARKED.sub(lambda _: marked, text, count=1), encoding="utf-8")


def tables(steps: Sequence[Step], routes: Sequence[Route]) -> str:
    """Both tables, and the sentence that says where it breaks."""
    lines = [*_table(STEP_COLUMNS, map(step_cells, steps)), "", verdict(steps), ""]
    lines += [f"Its routes with {steps[0].users} users, the one that takes most time first:", ""]
    return "\n".join([*lines, *_table(ROUTE_COLUMNS, map(route_cells, routes))])


def verdict(steps: Sequence[Step]) -> str:
    """Where it breaks, in a sentence."""
    last = steps[-1]
    if not last.is_broken:
        return f"It still held with {last.users} users, the most that were tried."
    why = "the p95 is above two seconds" if last.p95_ms > 2000 else "requests fail"
    held = f"; it held with {steps[-2].users}" if len(steps) > 1 else ""
    return f"**It breaks at {last.users} users: {why}{held}.**"


def step_cells(step: Step) -> list[object]:
    """The row of a step."""
    return [
        step.users,
        step.per_second,
        step.p50_ms,
        step.p95_ms,
        step.p99_ms,
        100 * step.errors,
        step.statements,
        step.memory_mb,
    ]


def route_cells(route: Route) -> list[object]:
    """The row of a route."""
    return [
        route.name,
        route.requests,
        route.p50_ms,
        route.p95_ms,
        route.statements,
        route.errors,
    ]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    head = [f"| {' | '.join(columns)} |", f"|---{'|---:' * (len(columns) - 1)}|"]
    return head + [f"| {' | '.join(figure(cell) for cell in row)} |" for row in rows]
