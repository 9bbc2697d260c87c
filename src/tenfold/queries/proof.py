"""Measure the workload on a clone as it is and on one with the plan: the acceptance test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import apsw

from tenfold.queries.costs import equal_rows
from tenfold.queries.laboratory import open_clone
from tenfold.queries.meter import REFUSALS, Measure, Meter
from tenfold.queries.report import Cost, Same
from tenfold.queries.shapes import Call, Shape

MOST_SAMPLES = 20
"""Calls of one shape that are replayed at most; each stands for an equal part of all."""
FIRST_LIMIT = 50_000_000
"""Steps after which a statement is put off until the others are through."""
SAMPLE_STEPS = 20_000_000
"""About as many steps are spent on further calls of one shape."""
TIMED_SAMPLES = 3
REPEATS = 3
SLOW_NS = 50_000_000
"""Statements slower than this are timed once."""
TOO_SLOW_NS = 500_000_000
"""Statements slower than this keep the time that it took to count their steps."""
TIMING_SECONDS = 12.0
"""About how long timing may take."""


@dataclass(slots=True)
class Side:
    """What every replayed call cost on one clone; None where SQLite refused to run it."""

    calls: dict[str, list[Call]] = field(default_factory=dict)
    measures: dict[tuple[str, int], Measure | None] = field(default_factory=dict)
    unsteady: set[str] = field(default_factory=set)
    """Shapes that were seen to return other rows from one run to the next, with nothing changed."""


class Baseline(threading.Thread):
    """Replays the workload on the untouched clone while the search goes on elsewhere.

    SQLite runs outside of Python's lock, so this takes a second core and no time of the search.
    Quick statements come first; what exceeds FIRST_LIMIT is put off, and is stopped when
    `finish` says that no one waits any longer.
    """

    def __init__(self, path: Path, shapes: Sequence[Shape], *, foreign_keys: bool) -> None:
        super().__init__(name="tenfold-baseline", daemon=True)
        self._path = path
        self._shapes = shapes
        self._foreign_keys = foreign_keys
        self._give_up = threading.Event()
        self._connection: apsw.Connection | None = None
        self.side = Side()
        self.error: BaseException | None = None

    def run(self) -> None:
        """Measure everything once."""
        try:
            self._connection = connection = open_clone(self._path)
            connection.execute(f"PRAGMA foreign_keys = {int(self._foreign_keys)}").fetchall()
            self._replay(Meter(connection))
        except Exception as error:  # noqa: BLE001 - raised again by `finish`, on the caller's thread
            self.error = error

    def _replay(self, meter: Meter) -> None:
        put_off = []
        for shape in self._shapes:
            first = shape.sample(1)[0]
            measure = measured(meter, shape, first, FIRST_LIMIT)
            calls = [first]
            if measure is None or measure.finished:
                calls = self._samples(shape, measure)
            else:
                put_off.append(shape)
            self.side.calls[shape.id] = calls
            for at, call in enumerate(calls):
                if self._give_up.is_set():
                    return
                known = measure if call == first else None
                again = known or measured(meter, shape, call, FIRST_LIMIT)
                self.side.measures[shape.id, at] = again
        for shape in put_off:
            if self._give_up.is_set():
                return
            measure = measured(meter, shape, self.side.calls[shape.id][0], 0)
            if measure is not None and (measure.finished or measure.steps > FIRST_LIMIT):
                self.side.measures[shape.id, 0] = measure

    def _samples(self, shape: Shape, first: Measure | None) -> list[Call]:
        """As many calls as a bound of steps allows: the same number at every run."""
        steps = first.steps if first else 1
        return shape.sample(max(1, min(MOST_SAMPLES, SAMPLE_STEPS // max(1, steps))))

    def finish(self, seconds: float) -> None:
        """Wait so long for what is under way, then stop it."""
        self.join(max(0.0, seconds))
        self._give_up.set()
        while self.is_alive():
            if self._connection is not None:
                self._connection.interrupt()
            self.join(0.05)
        if self._connection is not None:
            self._connection.close()
        if self.error is not None:
            raise self.error


def measured(
    meter: Meter, shape: Shape, call: Call, limit: int = 0, *, digest: bool = True
) -> Measure | None:
    """Measure a call; None where a constraint or a missing thing keeps it from running."""
    try:
        if shape.kind == "write":
            measure = meter.change(call.sql, call.parameters, limit=limit)
            if digest and measure.finished:
                return replace(measure, set_digest=meter.effect(call.sql, call.parameters))
            return measure
        return meter.run(call.sql, call.parameters, limit=limit, digest=digest)
    except REFUSALS:
        return None


def replay(meter: Meter, shapes: Sequence[Shape], before: Side) -> Side:
    """Measure the same calls on the clone that has the plan.

    None is run further than ten times what it cost before; one that was stopped before is stopped
    at the same step, or going on would count as a loss by the plan.
    """
    side = Side(before.calls)
    for shape in shapes:
        for at, call in enumerate(before.calls.get(shape.id, ())):
            known = before.measures.get((shape.id, at))
            limit = FIRST_LIMIT
            if known is not None:
                limit = max(limit, 10 * known.steps) if known.finished else max(1, known.steps)
            side.measures[shape.id, at] = measured(meter, shape, call, limit)
    return side


def same_rows(shape: Shape, before: Side, after: Side) -> Same | None:
    """Compare the rows of every call; None where they differ."""
    compared = 0
    for at in range(len(before.calls.get(shape.id, ()))):
        one = before.measures.get((shape.id, at))
        other = after.measures.get((shape.id, at))
        if one is None or other is None or not one.finished or not other.finished:
            if (one is None) != (other is None):
                return None
            continue
        if not equal_rows(shape, one, other):
            # Of a statement that asks for chance or the time, different rows prove nothing.
            return "not compared" if shape.unsteady or shape.id in before.unsteady else None
        compared += 1
    return "identical" if compared else "not compared"


Times = Mapping[tuple[str, int], tuple[float, float]]


def time_both(
    before: Meter,
    after: Meter,
    shapes: Sequence[Shape],
    sides: tuple[Side, Side],
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Times:
    """Time calls on both clones in turn, and take the medians, in milliseconds.

    A call that ended on neither side, or that is too slow to be repeated, keeps the time it took
    when its steps were counted.
    """
    found: dict[tuple[str, int], tuple[float, float]] = {}
    ends = time.monotonic() + TIMING_SECONDS
    for number, shape in enumerate(shapes):
        progress("timing", number, len(shapes))
        for at, call in enumerate(sides[0].calls.get(shape.id, ())):
            one, other = (side.measures.get((shape.id, at)) for side in sides)
            if one is None or other is None:
                continue
            repeats = _repeats(one, other, at) if time.monotonic() < ends else 0
            times: tuple[list[int], list[int]] = ([], [])
            for _ in range(repeats):
                for meter, into in ((before, times[0]), (after, times[1])):
                    again = measured(meter, shape, call, digest=False)
                    if again is not None:
                        into.append(again.nanoseconds)
            found[shape.id, at] = (
                median(times[0] or [one.nanoseconds]) / 1e6,
                median(times[1] or [other.nanoseconds]) / 1e6,
            )
    return found


def _repeats(one: Measure, other: Measure, at: int) -> int:
    """How often a call is timed: three times, a slow one once, a very slow one not again."""
    slowest = max(one.nanoseconds, other.nanoseconds)
    if not (one.finished and other.finished) or slowest > TOO_SLOW_NS:
        return 0
    if slowest > SLOW_NS:
        return 1 if at == 0 else 0
    return REPEATS if at < TIMED_SAMPLES else 0


def cost_of(shape: Shape, side: Side, times: Times, which: int) -> Cost:
    """The cost of all calls of a shape, from those that were replayed."""
    calls = side.calls.get(shape.id, [])
    weights = weights_of(shape, side)
    measures = [
        (at, measure, weights[at])
        for at in range(len(calls))
        if (measure := side.measures.get((shape.id, at))) is not None
    ]
    if not measures:
        return Cost(0, 0, 0, 0.0, 0.0, 0.0, 0, 0)
    timed = sorted(
        (times[shape.id, at][which] if (shape.id, at) in times else one.nanoseconds / 1e6, weight)
        for at, one, weight in measures
    )

    def total(name: str) -> int:
        counted: float = sum(getattr(measure, name) * weight for _, measure, weight in measures)
        return round(counted)

    return Cost(
        steps=total("steps"),
        page_fetches=total("page_fetches"),
        page_writes=total("page_writes"),
        total_ms=round(sum(ms * weight for ms, weight in timed), 3),
        p50_ms=round(_percentile(timed, 0.5), 4),
        p95_ms=round(_percentile(timed, 0.95), 4),
        rows_returned=total("rows"),
        rows_read=total("scanned"),
        finished=all(measure.finished for _, measure, _ in measures),
    )


def weights_of(shape: Shape, side: Side) -> list[float]:
    """How many of all calls each replayed call stands for; together all of them."""
    calls = side.calls.get(shape.id, [])
    weights = shape.weights(calls) if calls else []
    known = sum(w for at, w in enumerate(weights) if side.measures.get((shape.id, at)) is not None)
    return [weight * shape.calls / known for weight in weights] if known else weights


def _percentile(timed: Sequence[tuple[float, float]], share: float) -> float:
    """The time under which this share of all calls lies."""
    left = share * sum(weight for _, weight in timed)
    for ms, weight in timed:
        left -= weight
        if left <= 0:
            return ms
    return timed[-1][0]


def add(costs: Sequence[Cost]) -> Cost:
    """The cost of a workload: its statements' costs together; the percentiles are of shapes."""
    if not costs:
        return Cost(0, 0, 0, 0.0, 0.0, 0.0, 0, 0)
    p50 = sorted(cost.p50_ms for cost in costs)
    p95 = sorted(cost.p95_ms for cost in costs)
    return Cost(
        steps=sum(cost.steps for cost in costs),
        page_fetches=sum(cost.page_fetches for cost in costs),
        page_writes=sum(cost.page_writes for cost in costs),
        total_ms=round(sum(cost.total_ms for cost in costs), 3),
        p50_ms=median(p50),
        p95_ms=p95[min(len(p95) - 1, int(0.95 * len(p95)))],
        rows_returned=sum(cost.rows_returned for cost in costs),
        rows_read=sum(cost.rows_read for cost in costs),
        finished=all(cost.finished for cost in costs),
    )
