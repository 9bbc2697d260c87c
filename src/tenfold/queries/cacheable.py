"""Find reads whose answers could be kept for a while: asked often, seldom outdated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tenfold.queries.n_plus_one import moment
from tenfold.queries.report import Cost, Finding
from tenfold.queries.settled import is_settled
from tenfold.queries.shapes import Shape
from tenfold.queries.workload import Statement

LEAST_CALLS = 20
LEAST_HITS = 0.5
"""Below this share of hits a cache mostly costs."""
LEAST_MS = 0.5
"""A cache on another server takes about as long itself."""
LEAST_READS_PER_WRITE = 10
"""Where no times say how far apart the writes are."""
MOST = 10
"""How many are told, those that save most."""

_LIFETIMES = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds that people would write."""
_PER_INTERVAL = 4
"""A kept answer lives a fourth of the time between writes, so that few are ever outdated."""


@dataclass(frozen=True, slots=True)
class _Advice:
    shape: Shape
    hits: float
    saved: float
    seconds: int
    writes: str
    """How often its tables are written, in words."""


def find_cacheable(
    shapes: Sequence[Shape],
    tables_of: Mapping[str, frozenset[str]],
    costs: Mapping[str, Cost],
    statements: Sequence[Statement],
) -> list[Finding]:
    """Find the reads that a cache would save most time on.

    Args:
        shapes: The workload.
        tables_of: The tables that each shape reads or writes, by its id.
        costs: What each shape costs, by its id.
        statements: The recording; its times say how often tables are written.
    """
    period = _period(statements)
    writes = [shape for shape in shapes if shape.kind == "write"]
    found = []
    for shape in shapes:
        tables, cost = tables_of.get(shape.id, frozenset()), costs.get(shape.id)
        if cost is None or not tables or not _is_worth(shape, cost):
            continue
        writing = [write for write in writes if tables & tables_of.get(write.id, frozenset())]
        told = _lifetime(shape, writing, period)
        if told is None:
            continue
        hits = _hits(shape, told[0])
        if hits >= LEAST_HITS:
            found.append(_Advice(shape, hits, hits * cost.total_ms, *told))
    found.sort(key=lambda advice: (-advice.saved, advice.shape.id))
    total = sum(costs[shape.id].total_ms for shape in shapes if shape.id in costs)
    return [_finding(advice, tables_of, total, period) for advice in found[:MOST]]


def _is_worth(shape: Shape, cost: Cost) -> bool:
    if shape.kind != "read" or shape.calls < LEAST_CALLS or cost.total_ms <= 0:
        return False
    if cost.total_ms / shape.calls < LEAST_MS:
        return False
    if 1 - len(shape.distinct) / shape.calls < LEAST_HITS:
        return False
    return all(is_settled(call.sql, call.parameters) for call in shape.distinct)


def _lifetime(
    shape: Shape, writing: Sequence[Shape], period: float | None
) -> tuple[int, str] | None:
    """How long an answer may be kept, and the reason; None where its tables change too often."""
    count = sum(write.calls for write in writing)
    times = [moment(s.at) for write in writing for s in write.statements]
    known = sorted(time for time in times if time is not None)
    if count * 2 > shape.calls:
        return None
    if period is None or len(known) < len(times):
        return _by_ratio(shape.calls, count)
    # Fewer than two writes in the whole recording: they are at least that far apart.
    gaps = [after - before for before, after in pairwise(known)]
    interval = median(gaps) if gaps else period
    seconds = _round(interval / _PER_INTERVAL)
    if seconds is None:
        return None
    if not count:
        return seconds, f"not written in the {_span(period)} recorded"
    typical = f", typically {_span(interval)} apart" if gaps else ""
    return seconds, f"written {_count(count, 'time')} in the {_span(period)} recorded{typical}"


def _by_ratio(reads: int, writes: int) -> tuple[int, str] | None:
    if not writes:
        return 300, "not written in this workload"
    if writes * LEAST_READS_PER_WRITE > reads:
        return None
    ratio = reads / writes
    seconds = 300 if ratio >= 1000 else 60 if ratio >= 100 else 10
    return seconds, f"written {_count(writes, 'time')}, once per {ratio:,.0f} of these reads"


def _round(seconds: float) -> int | None:
    """The lifetime that people would write; None where answers are outdated almost at once."""
    if seconds * 2 < _LIFETIMES[0]:
        return None
    return max((one for one in _LIFETIMES if one <= seconds), default=_LIFETIMES[0])


def _hits(shape: Shape, seconds: int) -> float:
    """The share of calls that find an answer kept, counted along the recording's own times."""
    ran = [(moment(s.at), s) for s in shape.statements]
    ideal = 1 - len(shape.distinct) / shape.calls
    if any(time is None for time, _ in ran):
        return ideal
    kept: dict[tuple[str, str], float] = {}
    misses = 0
    for time, s in sorted(((time or 0.0, s) for time, s in ran), key=lambda pair: pair[0]):
        key = (s.sql, repr(s.parameters))
        if key not in kept or time - kept[key] >= seconds:
            kept[key] = time
            misses += 1
    return 1 - misses / shape.calls


def _period(statements: Sequence[Statement]) -> float | None:
    """The seconds between the first and the last statement; None where the times aren't known."""
    times = [time for s in statements if (time := moment(s.at)) is not None]
    span = max(times) - min(times) if times else 0.0
    return span if span > 0 else None


def _finding(
    advice: _Advice, tables_of: Mapping[str, frozenset[str]], total: float, period: float | None
) -> Finding:
    shape = advice.shape
    tables = sorted(tables_of[shape.id])
    named, verb = " and ".join(tables), "is" if len(tables) == 1 else "are"
    text = shape.fingerprint.text
    sites = [s.call_site for s in shape.statements if s.call_site]
    over = f" recorded over {_span(period)}" if period else ""
    return Finding(
        kind="cache",
        what=(
            f"Asked {_count(shape.calls, 'time')} with {_count(len(shape.distinct), 'set')} of"
            f" values, while {named} {verb} {advice.writes}:"
            f" {text if len(text) <= 160 else text[:159].rstrip() + '…'}"
        ),
        fix=(
            f"Keep its answers for {_span(advice.seconds)}: {advice.hits:.0%} of the calls would"
            f" find one, which saves about {_ms(advice.saved)} of {_ms(total)}{over}. Where people"
            f" must see their own changes at once, drop the answers when {named} {verb} written."
        ),
        statements=[shape.id],
        call_site=max(sites, key=sites.count) if sites else None,
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _ms(milliseconds: float) -> str:
    if milliseconds >= 10_000:
        return f"{milliseconds / 1000:,.1f} s"
    return f"{milliseconds:,.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"


def _span(seconds: float) -> str:
    """A duration as people say it: 45 s, 5 min, 2 h."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"
