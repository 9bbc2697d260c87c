"""Build the plan on a clone of its own, replay the workload on both, and keep what holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from tenfold.queries.building import Building
from tenfold.queries.explain import plan_lines, sizes_by_alias, used_indexes
from tenfold.queries.health import read_sizes
from tenfold.queries.index import Candidate
from tenfold.queries.meter import REFUSALS, Meter
from tenfold.queries.parameters import inline
from tenfold.queries.proof import (
    FIRST_LIMIT,
    Side,
    Times,
    add,
    cost_of,
    replay,
    same_rows,
    time_both,
    weights_of,
)
from tenfold.queries.report import Cost, PlanLine, StatementReport
from tenfold.queries.resolve import Resolved
from tenfold.queries.schema import OWN, quote
from tenfold.queries.shapes import Call, Shape

LEAST_GAIN = 0.01
"""A plan that saves less of the whole workload than this isn't worth applying."""
_CALL_SITES = 5


@dataclass(slots=True)
class Proof:
    """What was kept, and every figure of it."""

    kept: list[Candidate]
    sql: list[str]
    """What `--apply` would run, in this order."""
    statements: list[StatementReport]
    before: Cost
    after: Cost
    used_by: dict[str, list[str]]
    """Ids of the shapes that use an index after, by its name."""
    used_names: set[str]
    """Every index that a plan uses, before or after."""
    bytes: dict[str, int]
    rejected: dict[Candidate, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Shapes of which no call could be replayed, and what SQLite said of the first."""
    culprits: list[Candidate] = field(default_factory=list)
    """Indexes that were taken out because some statement returned other rows with them."""


def prove(
    building: Building,
    resolved: Resolved,
    baseline: Side,
    *,
    progress: Callable[[str, int, int], None],
) -> Proof:
    """Replay everything on a fresh clone with the choice applied.

    An index under which some statement returns other rows is taken out again.
    """
    trial = _Trial(building, resolved, baseline, progress)
    try:
        trial.settle()
        return trial.proof()
    finally:
        trial.close()


class _Trial:
    def __init__(
        self,
        building: Building,
        resolved: Resolved,
        baseline: Side,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._resolved = resolved
        self._baseline = baseline
        self._progress = progress
        self._building = building
        self._kept = list(building.chosen)
        self._analyze = True
        self._rejected: dict[Candidate, str] = {}
        self._culprits: list[Candidate] = []
        progress("building", 0, len(self._kept))
        self._after = building.finish()
        self._before = building.opened(building.before)
        self._side = Side(baseline.calls)
        self._rows_of = self._count_rows()

    def close(self) -> None:
        self._before.close()
        self._after.close()

    def settle(self) -> None:
        """Replay, and take out what changes a result, until all holds."""
        while changed := self._replayed():
            culprits = {name: shape for shape in changed for name in self._uses(self._after, shape)}
            out = [c for c in self._kept if c.name in culprits]
            self._culprits += out
            for candidate in out:
                self._take_out(
                    candidate, f"statement {culprits[candidate.name].id} returns other rows with it"
                )
            if out and self._analyze:
                self._after.execute(f"{OWN}ANALYZE")
            elif self._analyze:
                # New statistics alone lead to a plan that brings other rows: do without them.
                self._analyze = False
                self._after.close()
                self._after = self._building.build(self._kept, analyze=False)
            elif not out:
                self._give_up(f"statement {changed[0].id} returns other rows with the plan")
                return
        if not self._pays():
            self._give_up("all together save less than 1 % of the workload")

    def _replayed(self) -> list[Shape]:
        """Replay the workload; return the shapes whose rows are other ones than before."""
        self._side = replay(Meter(self._after), self._resolved.shapes, self._baseline)
        changed = [s for s in self._resolved.shapes if self._differs(s)]
        for shape in changed:
            if not self._is_steady(shape):
                self._baseline.unsteady.add(shape.id)
        return [shape for shape in changed if self._differs(shape)]

    def _differs(self, shape: Shape) -> bool:
        return same_rows(shape, self._baseline, self._side) is None

    def _is_steady(self, shape: Shape) -> bool:
        """Run a shape's calls once more as the database is: do they return what they did?"""
        one = Side({shape.id: self._baseline.calls.get(shape.id, [])})
        for at in range(len(one.calls[shape.id])):
            known = self._baseline.measures.get((shape.id, at))
            if known is not None and known.finished:
                one.measures[shape.id, at] = known
        again = replay(Meter(self._before), [shape], one)
        return same_rows(shape, one, again) is not None

    def _give_up(self, why: str) -> None:
        """Nothing is worth doing: the figures after are those before."""
        for candidate in list(self._kept):
            self._take_out(candidate, why)
        self._side = self._baseline

    def _take_out(self, candidate: Candidate, why: str) -> None:
        self._after.execute(f"{OWN}DROP INDEX {quote(candidate.name)}")
        self._kept.remove(candidate)
        self._rejected[candidate] = why

    def _pays(self) -> bool:
        before, after = (self._weighed(side) for side in (self._baseline, self._side))
        return after < (1 - LEAST_GAIN) * before

    def _weighed(self, side: Side) -> float:
        total = 0.0
        for shape in self._resolved.shapes:
            calls = self._baseline.calls.get(shape.id, [])
            for at, weight in zip(range(len(calls)), weights_of(shape, side), strict=True):
                measure = side.measures.get((shape.id, at))
                total += measure.cost * weight if measure is not None else 0.0
        return total

    @property
    def _nothing(self) -> bool:
        return self._side is self._baseline

    def proof(self) -> Proof:
        shapes = self._resolved.shapes
        sides = (self._baseline, self._side)
        times: Times = {}
        after = self._before if self._nothing else self._after
        times = time_both(Meter(self._before), Meter(after), shapes, sides, self._progress)
        if self._nothing:
            times = {key: (one, one) for key, (one, _) in times.items()}
        statements = [self._statement(shape, after, times) for shape in shapes]
        used_by: dict[str, list[str]] = {}
        used_names: set[str] = set()
        for shape in shapes:
            used_names |= self._uses(self._before, shape)
            for name in sorted(self._uses(after, shape)):
                used_names.add(name)
                used_by.setdefault(name, []).append(shape.id)
        sql = [] if self._nothing else [c.sql for c in self._kept] + ["ANALYZE"] * self._analyze
        return Proof(
            kept=self._kept,
            sql=sql,
            statements=statements,
            before=add([s.before for s in statements]),
            after=add([s.after for s in statements]),
            used_by=used_by,
            used_names=used_names,
            bytes=read_sizes(self._after),
            rejected=self._rejected,
            refused=self._refused(),
            culprits=self._culprits,
        )

    def _refused(self) -> dict[str, str]:
        """Run what was never measured once more, for SQLite's own words."""
        found = {}
        meter = Meter(self._before)
        for shape in self._resolved.shapes:
            calls = self._baseline.calls.get(shape.id, [])
            known = [self._baseline.measures.get((shape.id, at), True) for at in range(len(calls))]
            if not calls or any(known):
                continue
            try:
                run = meter.change if shape.kind == "write" else meter.run
                run(calls[0].sql, calls[0].parameters, limit=FIRST_LIMIT)
            except REFUSALS as error:
                found[shape.id] = str(error)
        return found

    def _statement(self, shape: Shape, after: apsw.Connection, times: Times) -> StatementReport:
        first = shape.statements[0]
        calls = self._baseline.calls.get(shape.id, [])
        recorded = [
            s.milliseconds * s.calls for s in shape.statements if s.milliseconds is not None
        ]
        return StatementReport(
            id=shape.id,
            text=shape.fingerprint.text,
            example=inline(calls[0].sql, calls[0].parameters) if calls else first.sql,
            kind=shape.kind,
            requests=_first_seen(s.request for s in shape.statements),
            call_sites=_first_seen(s.call_site for s in shape.statements)[:_CALL_SITES],
            calls=shape.calls,
            replayed=len(calls),
            distinct=len(shape.distinct),
            tables=sorted(self._resolved.tables.get(shape.id, ())),
            before=cost_of(shape, self._baseline, times, 0),
            after=cost_of(shape, self._side, times, 1),
            plan_before=self._plan(self._before, shape, calls),
            plan_after=self._plan(after, shape, calls),
            same=same_rows(shape, self._baseline, self._side) or "not compared",
            recorded_ms=round(sum(recorded), 3) if recorded else None,
        )

    def _plan(
        self, connection: apsw.Connection, shape: Shape, calls: Sequence[Call]
    ) -> list[PlanLine]:
        if not calls:
            return []
        sizes = sizes_by_alias(shape.example, self._rows_of)
        return plan_lines(_rows(connection, calls[0]), sizes)

    def _count_rows(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for table in sorted({t for names in self._resolved.tables.values() for t in names}):
            try:
                rows: Any = self._before.execute(f"{OWN}SELECT count(*) FROM {quote(table)}").get
            except apsw.Error:
                # A name that stands for a view's or a trigger's own rows.
                continue
            found[table] = rows
        return found

    def _uses(self, connection: apsw.Connection, shape: Shape) -> set[str]:
        calls = self._baseline.calls.get(shape.id, [])
        return {name for call in calls for name in used_indexes(_rows(connection, call))}


def _rows(connection: apsw.Connection, call: Call) -> list[tuple[int, int, str]]:
    try:
        rows = connection.execute("EXPLAIN QUERY PLAN " + call.sql, call.parameters or None)
        return [(row[0], row[1], row[3]) for row in rows]
    except apsw.Error:
        return []


def _first_seen(values: Iterable[str | None]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value is not None]
