"""Choose indexes: what each statement could have, then the set that pays best together.

1. For each shape: let the planner choose among all its candidates, measure that, hide what it
   chose, and so on. Each set that it uses together is an option.
2. Greedy over the options by what they save per byte, measured on the whole workload, writes
   included; an option's saving is only measured again when it comes to the top (lazy greedy,
   Minoux 1978).
3. Drop what others made needless, and swap for narrower or better ones, one at a time.

Everything is decided by exact costs, ties by names: the same input gives the same plan.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import apsw

from tenfold.queries.costs import CHANGED, Costs, Option
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.shapes import Shape

NEGLIGIBLE = 0.0005
"""A shape with less than this share of the cost is left as it is."""
SMALLEST_GAIN = 0.005
"""An index that saves less than this share of the workload's cost isn't worth having."""
EXPANSIONS = 10
"""How many sets are tried for one shape."""
PATIENCE = 4
"""A plan this many times dearer than the best known is not run to its end."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A shape, the tables it touches, and rounds of candidates that the planner chose for it."""

    shape: Shape
    tables: frozenset[str]
    rounds: Sequence[Sequence[Candidate]]


@dataclass(slots=True)
class Choice:
    """What the search came to."""

    chosen: list[Candidate]
    before: dict[str, float]
    """Cost of each shape without candidates, by its id."""
    after: dict[str, float]
    rejected: dict[Candidate, str] = field(default_factory=dict)
    """Every candidate that was built and not chosen, and why."""
    gains: dict[Candidate, float] = field(default_factory=dict)
    """What taking each chosen index away would cost, in steps."""
    out_of_time: bool = False


class Search:
    """One search; see the module."""

    def __init__(
        self,
        laboratory: Laboratory,
        costs: Costs,
        proposals: Sequence[Proposal],
        *,
        budget: int,
        first_limit: int,
        late: Callable[[], bool] = lambda: False,
        progress: Callable[[str, int, int], None] = lambda *_: None,
    ) -> None:
        self._laboratory = laboratory
        self._costs = costs
        self._proposals = proposals
        self._budget = budget
        self._first_limit = first_limit
        self._late = late
        self._progress = progress
        self._touched_by: dict[str, list[Shape]] = {}
        for proposal in proposals:
            for table in sorted(proposal.tables):
                self._touched_by.setdefault(table, []).append(proposal.shape)
        self._before: dict[str, float] = {}
        self._best: dict[str, float] = {}
        self._failed: set[Candidate] = set()
        self._rejected: dict[Candidate, str] = {}

    def run(self) -> Choice:
        """Search until nothing pays any more, or until it is late."""
        before = self._before = self._base()
        options = self._options(before)
        chosen, now = self._greedy(options, before)
        chosen, now = self._refine(chosen, now)
        gains = self._final_gains(chosen, now)
        rejected = {c: why for c, why in self._rejected.items() if c not in chosen}
        return Choice(chosen, before, now, rejected, gains, self._late())

    def _base(self) -> dict[str, float]:
        self._laboratory.show(())
        found = {}
        for at, proposal in enumerate(self._proposals):
            self._progress("measuring", at, len(self._proposals))
            found[proposal.shape.id] = self._costs.expect(proposal.shape, self._first_limit)
        return found

    # Options of each shape

    def _options(self, before: Mapping[str, float]) -> list[Option]:
        total = sum(before.values())
        worth = [
            p
            for p in sorted(self._proposals, key=lambda p: (-before[p.shape.id], p.shape.id))
            if p.rounds and before[p.shape.id] >= NEGLIGIBLE * total
        ]
        found: dict[frozenset[Candidate], float] = {}
        for at, proposal in enumerate(worth):
            self._progress("trying", at, len(worth))
            if self._late():
                break
            for candidates, saves in self._options_of(proposal, before[proposal.shape.id]):
                found[candidates] = found.get(candidates, 0.0) + saves
        return [Option(candidates, saves) for candidates, saves in found.items()]

    def _options_of(
        self, proposal: Proposal, base: float
    ) -> Iterable[tuple[frozenset[Candidate], float]]:
        shape = proposal.shape
        available = frozenset(
            c for candidates in proposal.rounds for c in candidates if self._build(c)
        )
        by_name = {c.name: c for c in available}
        found: dict[frozenset[Candidate], float] = {}
        frontier, seen, best = [available], {available}, base
        for _ in range(EXPANSIONS):
            if not frontier or self._late():
                break
            shown = frontier.pop(0)
            used = self._used(shape, shown, by_name)
            if not used:
                continue
            if used not in found:
                if self._used(shape, used, by_name) == used:
                    cost = self._costs.cost(shape, min(base, PATIENCE * best))
                    found[used] = base - cost if cost != CHANGED else 0.0
                    best = min(best, cost)
                    self._best[shape.id] = best
                else:
                    found[used] = 0.0
            for candidate in _sorted(used):
                smaller = shown - {candidate}
                if smaller not in seen:
                    seen.add(smaller)
                    frontier.append(smaller)
        return [(used, saves) for used, saves in found.items() if saves > 0.05 * base]

    def _used(
        self, shape: Shape, shown: frozenset[Candidate], by_name: Mapping[str, Candidate]
    ) -> frozenset[Candidate]:
        self._laboratory.show(shown)
        names = self._laboratory.uses(self._costs.samples[shape.id])
        return frozenset(by_name[name] for name in names if name in by_name)

    def _build(self, candidate: Candidate) -> bool:
        if candidate in self._failed:
            return False
        if not self._laboratory.built(candidate):
            if self._late():
                return False
            try:
                self._laboratory.build(candidate)
            except apsw.FullError:
                raise
            except apsw.Error as error:
                self._failed.add(candidate)
                self._rejected[candidate] = f"SQLite can't build it: {error}"
                return False
            self._rejected[candidate] = "the planner found something better, or it saved too little"
        return True

    # The set

    def _greedy(
        self, options: Sequence[Option], before: Mapping[str, float]
    ) -> tuple[list[Candidate], dict[str, float]]:
        chosen: list[Candidate] = []
        now = dict(before)
        heap = [
            (-option.saves / max(1, self._bytes(option.candidates)), _key(option.candidates), 0, option)
            for option in options
        ]
        heapq.heapify(heap)
        spent = version = 0
        while heap and not self._late():
            self._progress("choosing", len(chosen), len(chosen) + len(heap))
            _, key, measured, option = heapq.heappop(heap)
            new = [c for c in _sorted(option.candidates) if c not in chosen]
            size = self._bytes(new)
            if not new or spent + size > self._budget:
                continue
            after = self._cost_of([*chosen, *new], {c.table for c in new}, now)
            gain = sum(now.values()) - sum(after.values())
            if gain < SMALLEST_GAIN * sum(now.values()):
                if measured == version:
                    continue
                # Together with a later choice it might pay after all; judged once more then.
                heapq.heappush(heap, (0.0, key, version, option))
                continue
            score = -gain / max(1, size)
            if heap and score > heap[0][0] and measured != version:
                heapq.heappush(heap, (score, key, version, option))
                continue
            chosen += new
            spent += size
            now = after
            version += 1
        return chosen, now

    def _refine(
        self, chosen: list[Candidate], now: dict[str, float]
    ) -> tuple[list[Candidate], dict[str, float]]:
        """Drop and swap, one at a time, until nothing changes."""
        for _ in range(3):
            changed = False
            for candidate in sorted(chosen, key=lambda c: (-self._bytes([c]), c.name)):
                if self._late():
                    return chosen, now
                rest = [c for c in chosen if c != candidate]
                better = self._better(candidate, rest, now)
                if better is not None:
                    chosen, now = better
                    changed = True
            if not changed:
                break
        return chosen, now

    def _better(
        self, candidate: Candidate, rest: list[Candidate], now: dict[str, float]
    ) -> tuple[list[Candidate], dict[str, float]] | None:
        """The set without one index, or with another in its place, if that is better."""
        total = sum(now.values())
        without = self._cost_of(rest, {candidate.table}, now)
        lost = sum(without.values()) - total
        if lost < SMALLEST_GAIN * total:
            self._rejected[candidate] = f"saves only {max(0, round(lost)):,} steps beside the others"
            return rest, without
        room = self._budget - self._bytes(rest)
        best: tuple[float, list[Candidate], dict[str, float]] | None = None
        for other in self._alternatives(candidate, rest):
            if self._bytes([other]) > room:
                continue
            after = self._cost_of([*rest, other], {candidate.table}, now)
            gain = total - sum(after.values())
            smaller = self._bytes([candidate]) - self._bytes([other])
            # As good, and a tenth smaller; or better by as much as an index must bring.
            if gain > SMALLEST_GAIN * total or (
                gain > -0.002 * total and smaller > 0.1 * self._bytes([candidate])
            ):
                value = gain + total * SMALLEST_GAIN * smaller / max(1, self._budget)
                if best is None or value > best[0]:
                    best = (value, [*rest, other], after)
        return best and (best[1], best[2])

    def _alternatives(self, candidate: Candidate, rest: Sequence[Candidate]) -> list[Candidate]:
        """Built candidates of the same table that share a key with this one."""
        keys = set(candidate.columns)
        return [
            c
            for c in _sorted(self._rejected)
            if c.table == candidate.table
            and c not in rest
            and c != candidate
            and self._laboratory.built(c)
            and keys & set(c.columns[:2])
        ]

    def _final_gains(
        self, chosen: Sequence[Candidate], now: dict[str, float]
    ) -> dict[Candidate, float]:
        gains = {}
        for candidate in chosen:
            without = self._cost_of([c for c in chosen if c != candidate], {candidate.table}, now)
            gains[candidate] = sum(without.values()) - sum(now.values())
        self._laboratory.show(chosen)
        return gains

    def _cost_of(
        self, candidates: Iterable[Candidate], tables: Iterable[str], now: Mapping[str, float]
    ) -> dict[str, float]:
        """The costs under a set, measured anew for the shapes that touch these tables."""
        self._laboratory.show(candidates)
        after = dict(now)
        for table in tables:
            for shape in self._touched_by.get(table, ()):
                after[shape.id] = self._cost(shape, now[shape.id])
        return after

    def _cost(self, shape: Shape, now: float) -> float:
        """The cost of a shape under what is shown, measured no further than it matters.

        Of a shape that never ended without candidates only a lower bound is known: until an index
        mends it, a plan far dearer than its best counts as no better than before.
        """
        unmended = now >= self._before[shape.id] and not self._costs.ended(shape)
        if not unmended:
            return self._costs.cost(shape, PATIENCE * max(now, 10_000))
        limit = min(now, max(PATIENCE * self._best.get(shape.id, now), 0.1 * now))
        cost = self._costs.cost(shape, limit)
        return cost if cost < limit else now

    def _bytes(self, candidates: Iterable[Candidate]) -> int:
        return sum(self._laboratory.bytes.get(c.name, 0) for c in candidates)


def _sorted(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: c.name)


def _key(candidates: Iterable[Candidate]) -> str:
    return " ".join(c.name for c in _sorted(candidates))
