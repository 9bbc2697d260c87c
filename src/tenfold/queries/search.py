"""Choose indexes: what each statement could have, then the set that pays best together.

1. For each shape: let the planner choose among all its candidates, measure that, hide what it
   chose, and so on. Each set that it uses together is an option.
2. Greedy over the options by what they save per byte, measured on the whole workload, writes
   included; what an option saves alone bounds what it saves beside others, so only the one on
   top is measured (lazy greedy, Minoux 1978).
3. Drop what others made needless, and swap for narrower or better ones, one at a time.

Everything is decided by exact costs, ties by names: the same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import apsw

from tenfold.queries.costs import NO_WAY, Costs
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.shapes import Shape

NEGLIGIBLE = 0.0005
"""A shape with less than this share of the cost is left as it is."""
SMALLEST_GAIN = 0.012
"""An index must save this share of what the statements that can be mended cost."""
SPACE_PRICE = 0.3
"""An index as large as the whole database must save this share of it as well; a smaller one in
proportion."""
WRITE_PRICE = 2.0
"""An index must save its reads this many times what it costs its writes (github.com/ankane/dexter
issue 6 asks for 1.5)."""
HEAVY = 0.02
"""A shape with this share of what is left gets a second, wider look."""
MENDED = 0.05
"""A shape that costs this share of what it did is not tried further at first."""
TIME_TO_FIND = 0.7
"""The share of the time in which options are looked for; the rest is for choosing among them."""
LABORATORY_ROOM = 6
"""Candidates are built until they take this many times the room of the database."""
EXPANSIONS = 10
"""How many sets are tried for one shape."""
KEPT_PROMISE = 0.7
"""An option that saves less than this share of what it promised has to line up again."""
PATIENCE = 4
"""A plan this many times dearer than the best known is not run to its end."""
WORTH_MEASURING = 5_000_000
"""Up to this many steps, a plan that is dearer than before is still measured."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A shape, the tables it touches, and the candidates that the planner chose for it."""

    shape: Shape
    tables: frozenset[str]
    narrow: Sequence[Candidate]
    """Those that find its rows."""
    wide: Sequence[Candidate]
    """Those chosen where covering indexes are allowed as well."""


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
    written: dict[Candidate, float] = field(default_factory=dict)
    """What each chosen index costs the writes, in steps."""
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
        database_bytes: int,
        first_limit: int,
        spent: Callable[[], float] = lambda: 0.0,
        progress: Callable[[str, int, int], None] = lambda *_: None,
    ) -> None:
        self._laboratory = laboratory
        self._costs = costs
        self._proposals = proposals
        self._budget = budget
        self._database_bytes = max(1, database_bytes)
        self._writes = [p.shape.id for p in proposals if p.shape.kind == "write"]
        self._mendable: list[str] = []
        self._saves: dict[frozenset[Candidate], dict[str, float]] = {}
        self._first_limit = first_limit
        self._spent = spent
        self._progress = progress
        self._proposed_for: dict[Candidate, set[str]] = {}
        for proposal in proposals:
            for candidate in (*proposal.narrow, *proposal.wide):
                self._proposed_for.setdefault(candidate, set()).add(proposal.shape.id)
        self._touched_by: dict[str, list[Shape]] = {}
        for proposal in proposals:
            for table in sorted(proposal.tables):
                self._touched_by.setdefault(table, []).append(proposal.shape)
        self._before: dict[str, float] = {}
        self._best: dict[str, float] = {}
        self._to_gain = 0.0
        self._room = LABORATORY_ROOM * self._database_bytes
        self._cut_short = False
        self._failed: set[Candidate] = set()
        self._rejected: dict[Candidate, str] = {}

    def run(self) -> Choice:
        """Search until nothing pays any more, or until it is late."""
        now = self._before = self._base()
        chosen: list[Candidate] = []
        total = sum(now.values())
        self._gather(lambda p: now[p.shape.id] >= NEGLIGIBLE * total, "finding", lambda p: p.narrow)
        chosen, now = self._greedy(chosen, now)
        # What is still dear gets a second look, with indexes that hold all it reads.
        dear, share = now, HEAVY * sum(now.values())
        self._gather(
            lambda p: dear[p.shape.id] >= share, "widening", lambda p: (*p.narrow, *p.wide)
        )
        for _ in range(2):
            chosen, now = self._greedy(chosen, now)
            chosen, now = self._refine(chosen, now)
        gains, written = self._final_gains(chosen, now)
        rejected = {c: why for c, why in self._rejected.items() if c not in chosen}
        return Choice(
            chosen, self._before, now, rejected, gains, written, self._cut_short or self._late()
        )

    def _late(self, share: float = 1.0) -> bool:
        """Tell whether this share of the time is over."""
        return self._spent() >= share

    def _base(self) -> dict[str, float]:
        self._laboratory.show(())
        found = {}
        for at, proposal in enumerate(self._proposals):
            self._progress("measuring", at, len(self._proposals))
            found[proposal.shape.id] = self._costs.expect(proposal.shape, self._first_limit)
        return found

    # Options of each shape

    def _gather(
        self,
        wanted: Callable[[Proposal], bool],
        stage: str,
        candidates: Callable[[Proposal], Sequence[Candidate]],
    ) -> None:
        """Find the options of some shapes, the dearest first."""
        before = self._before
        worth = [
            proposal
            for proposal in sorted(self._proposals, key=lambda p: (-before[p.shape.id], p.shape.id))
            if candidates(proposal) and wanted(proposal)
        ]
        for at, proposal in enumerate(worth):
            self._progress(stage, at, len(worth))
            if self._late(TIME_TO_FIND):
                self._cut_short = True
                break
            for used, saves in self._options_of(proposal, candidates(proposal)):
                known = self._saves.setdefault(used, {})
                known[proposal.shape.id] = saves
        self._mendable = [s for s, best in self._best.items() if best < 0.9 * before[s]]

    def _options_of(
        self, proposal: Proposal, candidates: Sequence[Candidate]
    ) -> Iterable[tuple[frozenset[Candidate], float]]:
        shape = proposal.shape
        base = self._before[shape.id]
        there = frozenset(
            c
            for c in self._proposed_for
            if c.table in proposal.tables and self._laboratory.built(c)
        )
        if self._is_mended(shape, there, base):
            available = there
        else:
            available = there | frozenset(c for c in candidates if self._build(c))
        by_name = {c.name: c for c in available}
        found: dict[frozenset[Candidate], float] = {}
        frontier, seen, best = [available], {available}, self._best.get(shape.id, base)
        for _ in range(EXPANSIONS):
            if not frontier or self._late(TIME_TO_FIND):
                break
            shown = frontier.pop(0)
            used = self._used(shape, shown, by_name)
            if not used:
                continue
            if used not in found:
                if self._used(shape, used, by_name) == used:
                    cost = self._costs.cost(shape, min(base, max(PATIENCE * best, 100_000)))
                    found[used] = max(0.0, base - cost)
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

    def _is_mended(self, shape: Shape, there: frozenset[Candidate], base: float) -> bool:
        """Tell whether what others brought already makes this shape cheap enough."""
        if not there:
            return False
        self._laboratory.show(there)
        return self._costs.cost(shape, MENDED * base) <= MENDED * base

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
            if self._late(TIME_TO_FIND):
                return False
            if sum(self._laboratory.bytes.values()) > self._room:
                # Bounded by the size of the database, so that the same input builds the same.
                self._cut_short = True
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
        self, chosen: list[Candidate], now: dict[str, float]
    ) -> tuple[list[Candidate], dict[str, float]]:
        """Add the option that promises most per byte, as long as it holds what it promises.

        What an option saves each shape on its own bounds what it can still save beside others, so
        only the most promising is measured. When time is up, promises are believed: the proof
        will tell.
        """
        chosen = list(chosen)
        judged: dict[frozenset[Candidate], float] = {}
        while True:
            self._progress("choosing", len(chosen), len(chosen) + 1)
            found = self._most_promising(chosen, now, judged)
            if found is None:
                return chosen, now
            used, new, promised = found
            if self._late():
                chosen += new
                now = {s: min(cost, promised.get(s, cost)) for s, cost in now.items()}
                continue
            after = self._cost_of([*chosen, *new], {c.table for c in new}, now)
            gain = sum(now.values()) - sum(after.values())
            hoped = sum(now.values()) - sum(min(c, promised.get(s, c)) for s, c in now.items())
            if not self._pays(now, after, self._bytes(new)):
                judged[used] = 0.0
            elif gain < KEPT_PROMISE * hoped and used not in judged:
                judged[used] = gain
            else:
                chosen += new
                now = after
                # Together with this one, others may save more or less than they did alone.
                judged = {option: 0.0 for option, worth in judged.items() if not worth}

    def _most_promising(
        self,
        chosen: Sequence[Candidate],
        now: Mapping[str, float],
        judged: Mapping[frozenset[Candidate], float],
    ) -> tuple[frozenset[Candidate], list[Candidate], dict[str, float]] | None:
        """The option that promises most per byte: it, what it adds, what shapes would cost."""
        best: tuple[float, str, frozenset[Candidate], list[Candidate], dict[str, float]] | None
        best = None
        room = self._budget - self._bytes(chosen)
        basis = self._basis(now)
        for used, saves in self._saves.items():
            new = [c for c in _sorted(used) if c not in chosen]
            size = self._bytes(new)
            if not new or size > room:
                continue
            promised = {shape: self._before[shape] - saved for shape, saved in saves.items()}
            gain = sum(max(0.0, now[shape] - cost) for shape, cost in promised.items())
            gain = min(gain, judged.get(used, gain))
            if gain < basis * max(SMALLEST_GAIN, SPACE_PRICE * size / self._database_bytes):
                continue
            score = (-gain / max(1, size), _key(used))
            if best is None or score < best[:2]:
                best = (*score, used, new, promised)
        return best and best[2:]

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
        if not self._pays(without, now, self._bytes([candidate])):
            self._rejected[candidate] = (
                f"saves only {max(0, round(lost)):,} steps beside the others"
            )
            return rest, without
        best: tuple[float, list[Candidate], dict[str, float]] | None = None
        for kept, other in self._swaps(candidate, rest):
            smaller = self._bytes([candidate, *rest]) - self._bytes([*kept, other])
            if self._bytes([*kept, other]) > self._budget:
                continue
            after = self._cost_of([*kept, other], {candidate.table}, now)
            gain = total - sum(after.values())
            if gain == -NO_WAY:
                continue
            # As good, and a tenth smaller; or better by what its space must bring, and a little.
            price = self._basis(now) * SPACE_PRICE / self._database_bytes
            little = 0.2 * SMALLEST_GAIN * self._basis(now)
            value = gain + price * smaller
            as_good = gain > -0.1 * little and smaller > 0.1 * self._bytes([candidate])
            if (value > little or as_good) and (best is None or value > best[0]):
                best = (value, [*kept, other], after)
        return best and (best[1], best[2])

    def _swaps(
        self, candidate: Candidate, rest: list[Candidate]
    ) -> Iterator[tuple[list[Candidate], Candidate]]:
        """Others that could stand in for an index, and for one more whose keys they hold too."""
        for other in self._alternatives(candidate, rest):
            yield rest, other
            for second in rest:
                if second.table == other.table and set(second.columns) <= set(other.columns):
                    yield [c for c in rest if c != second], other

    def _pays(self, before: Mapping[str, float], after: Mapping[str, float], size: int) -> bool:
        """Tell whether going from one set of costs to another is worth so many bytes."""
        gain = sum(before.values()) - sum(after.values())
        basis = self._basis(before)
        if gain == -NO_WAY or gain < basis * SMALLEST_GAIN:
            return False
        if gain < basis * SPACE_PRICE * size / self._database_bytes:
            return False
        written = sum(max(0.0, after[w] - before[w]) for w in self._writes)
        return gain + written >= WRITE_PRICE * written

    def _basis(self, now: Mapping[str, float]) -> float:
        """What the reads that some index can mend cost now."""
        return sum(now[shape] for shape in self._mendable)

    def _alternatives(self, candidate: Candidate, rest: Sequence[Candidate]) -> list[Candidate]:
        """Built candidates of the same table that were proposed for a statement this one serves."""
        served = self._proposed_for[candidate]
        return [
            other
            for other in _sorted(self._proposed_for)
            if other.table == candidate.table
            and other not in rest
            and other != candidate
            and self._laboratory.built(other)
            and served & self._proposed_for[other]
        ]

    def _final_gains(
        self, chosen: Sequence[Candidate], now: dict[str, float]
    ) -> tuple[dict[Candidate, float], dict[Candidate, float]]:
        gains: dict[Candidate, float] = {}
        written: dict[Candidate, float] = {}
        for candidate in chosen:
            self._laboratory.show(c for c in chosen if c != candidate)
            gains[candidate] = written[candidate] = 0.0
            for shape in self._touched_by[candidate.table]:
                limit = max(self._before[shape.id], PATIENCE * now[shape.id], WORTH_MEASURING)
                cost = min(limit, self._costs.cost(shape, limit))
                gains[candidate] += cost - now[shape.id]
                if shape.kind == "write":
                    written[candidate] += max(0.0, now[shape.id] - cost)
        self._laboratory.show(chosen)
        return gains, written

    def _cost_of(
        self, candidates: Iterable[Candidate], tables: Iterable[str], now: Mapping[str, float]
    ) -> dict[str, float]:
        """The costs under a set, measured anew for the shapes that touch these tables."""
        self._laboratory.show(candidates)
        after = dict(now)
        self._to_gain = sum(
            max(0.0, cost - self._best.get(shape, cost)) for shape, cost in now.items()
        ) + 0.01 * sum(now.values())
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
        if unmended:
            best = self._best.get(shape.id, now)
            return min(now, self._costs.cost(shape, min(now, max(PATIENCE * best, 0.1 * now))))
        # A loss greater than all that could still be gained elsewhere settles the matter.
        limit = min(now + self._to_gain, max(PATIENCE * now, WORTH_MEASURING))
        return self._costs.cost(shape, limit)

    def _bytes(self, candidates: Iterable[Candidate]) -> int:
        return sum(self._laboratory.bytes.get(c.name, 0) for c in candidates)


def _sorted(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: c.name)


def _key(candidates: Iterable[Candidate]) -> str:
    return " ".join(c.name for c in _sorted(candidates))
