"""From every request of a step to its figures: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SLOW_MS = 2_000.0
"""A p95 above this is where a person gives up waiting."""
ERRORS = 0.01
"""The share of failed requests above which a system counts as broken."""

Request = tuple[str, float, int | None, str | None]
"""Name, milliseconds, statements where known, the error where it failed."""


@dataclass(frozen=True)
class Step:
    """So many users for so long."""

    users: int
    seconds: float
    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    errors: float
    """The share that failed."""
    statements: float | None
    """SQL statements a request, on average."""
    memory_mb: float
    """Resident memory of all its processes, the highest seen."""
    failures: dict[str, int] = field(default_factory=dict)
    """The most frequent errors."""

    @property
    def is_broken(self) -> bool:
        """Tell whether this is more than the system bears."""
        return self.p95_ms > SLOW_MS or self.errors > ERRORS


@dataclass(frozen=True)
class Route:
    """One route of one step."""

    name: str
    requests: int
    p50_ms: float
    p95_ms: float
    statements: float | None
    errors: int


def step(users: int, seconds: float, requests: Sequence[Request], memory_mb: float) -> Step:
    """The figures of a step."""
    times = sorted(milliseconds for _, milliseconds, _, _ in requests)
    failed = Counter(error for *_, error in requests if error)
    return Step(
        users,
        seconds,
        len(requests),
        round(len(requests) / seconds, 2),
        percentile(times, 50),
        percentile(times, 95),
        percentile(times, 99),
        round(sum(failed.values()) / max(1, len(requests)), 4),
        _mean(statements for _, _, statements, _ in requests),
        round(memory_mb, 1),
        dict(failed.most_common(5)),
    )


def routes(requests: Iterable[Request]) -> list[Route]:
    """The figures of each route, the one that took most time in all first."""
    by_name: dict[str, list[Request]] = {}
    for request in requests:
        by_name.setdefault(request[0], []).append(request)
    found = []
    for name, those in by_name.items():
        times = sorted(milliseconds for _, milliseconds, _, _ in those)
        failed = sum(1 for *_, error in those if error)
        statements = _mean(statements for _, _, statements, _ in those)
        p50, p95 = percentile(times, 50), percentile(times, 95)
        found.append(Route(name, len(those), p50, p95, statements, failed))
    return sorted(found, key=lambda r: (-r.p50_ms * r.requests, r.name))


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest rank (ISO 16269-4): the smallest value that so many percent don't exceed."""
    if not ordered:
        return 0.0
    rank = max(1, -(-len(ordered) * percent // 100))
    return round(ordered[int(rank) - 1], 2)


def _mean(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 2) if known else None
