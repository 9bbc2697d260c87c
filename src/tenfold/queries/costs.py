"""What a shape costs under a set of candidates, measured once for each plan it has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import apsw

from tenfold.queries.laboratory import Laboratory
from tenfold.queries.meter import REFUSALS, Measure
from tenfold.queries.shapes import Call, Shape

NO_WAY = float("inf")
"""The cost of a plan that returns other rows than before, or that was stopped."""


DEARER = 2
"""A single call may cost this many times what it did, however few others it stands for."""
ENOUGH_STEPS = 2_000_000
"""No further calls of a shape are measured once they came to this many steps."""


@dataclass(slots=True)
class _Entry:
    limit: int
    measure: Measure | None
    """None where SQLite refused to run it."""


class Costs:
    """Costs of shapes under sets of candidates, remembered by the program that SQLite would run."""

    def __init__(self, laboratory: Laboratory, shapes: Iterable[Shape], samples: int) -> None:
        self._laboratory = laboratory
        self.samples: dict[str, list[Call]] = {s.id: s.sample(samples) for s in shapes}
        self._entries: dict[tuple[str, int, str], _Entry] = {}
        self._expected: dict[tuple[str, int], Measure] = {}
        self._weights: dict[str, list[float]] = {}
        self.runs = 0
        """Statements really run so far."""

    def expect(self, shape: Shape, limit: int) -> float:
        """Measure a shape without candidates; from then on its rows must stay the same.

        Returns:
            Its cost, all its calls together; where a sample didn't end within `limit` steps,
            what it cost until then, which is a lower bound.
        """
        costs: list[int] = []
        for at, call in enumerate(self.samples[shape.id]):
            if sum(costs) > ENOUGH_STEPS:
                # Dear calls of one shape are alike; the proof replays more of them.
                self.samples[shape.id] = self.samples[shape.id][:at]
                break
            measure = self._measured(shape, at, call, limit)
            costs.append(measure.cost if measure else 0)
            if measure is not None and measure.finished:
                self._expected[shape.id, at] = measure
        weights = self._weights[shape.id] = shape.weights(self.samples[shape.id])
        return sum(cost * weight for cost, weight in zip(costs, weights, strict=True))

    def ended(self, shape: Shape) -> bool:
        """Tell whether every sample of a shape came to its end without candidates."""
        return all((shape.id, at) in self._expected for at in range(len(self.samples[shape.id])))

    def cost(self, shape: Shape, limit: float) -> float:
        """The cost of a shape under what the laboratory shows now, all its calls together.

        A plan that costs more than `limit` is not run to its end.
        """
        samples = self.samples[shape.id]
        weights = self._weights.get(shape.id) or shape.weights(samples)
        usual = limit * len(samples) / max(1, shape.calls)
        total = 0.0
        for at, (call, weight) in enumerate(zip(samples, weights, strict=True)):
            left = max(0.0, limit - total) / weight
            known = self._expected.get((shape.id, at))
            if known is not None:
                # A call that stands for few others could run for ever before it weighs anything.
                left = min(left, max(usual, DEARER * known.cost))
            measure = self._measured(shape, at, call, max(1_000, int(left)))
            if measure is None:
                continue
            if not self._same(shape, at, measure):
                return NO_WAY
            if not measure.finished:
                return NO_WAY
            total += measure.cost * weight
        return total

    def _measured(self, shape: Shape, at: int, call: Call, limit: int) -> Measure | None:
        try:
            program = self._laboratory.program(call)
        except apsw.Error:
            return None
        key = (shape.id, at, hashlib.blake2b(program.encode(), digest_size=16).hexdigest())
        known = self._entries.get(key)
        if known is not None and (
            known.measure is None or known.measure.finished or known.limit >= limit
        ):
            return known.measure
        self.runs += 1
        try:
            measure = self._laboratory.measure(shape, call, limit)
        except REFUSALS:
            measure = None
        self._entries[key] = _Entry(limit, measure)
        return measure

    def _same(self, shape: Shape, at: int, measure: Measure) -> bool:
        expected = self._expected.get((shape.id, at))
        if expected is None or not measure.finished:
            return True
        return equal_rows(shape, expected, measure) or shape.unsteady


def equal_rows(shape: Shape, one: Measure, other: Measure) -> bool:
    """Tell whether two runs gave the same rows, in the same order where the statement has one."""
    if shape.kind == "write":
        return (one.rows, one.set_digest) == (other.rows, other.set_digest)
    if shape.ordered:
        return one.digest == other.digest
    return one.set_digest == other.set_digest
