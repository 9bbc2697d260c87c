"""Choose indexes: from the options of each statement, the set that pays best together.

1. Greedy over the options by what they save per byte, measured on the whole workload, writes
   included; what an option saves alone bounds what it saves beside others, so only the one on
   top is measured (lazy greedy, Minoux 1978).
2. Drop what others made needless, and swap for narrower or better ones, one at a time.
3. Where an option finds no room, take out what brings least for its bytes, if that pays.

Everything is decided by exact costs, ties by names: the same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tenfold.queries.costs import NO_WAY, Costs
from tenfold.queries.index import Candidate, by_name, leads
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.options import LABORATORY_ROOM, PATIENCE, Finder, Proposal
from tenfold.queries.shapes import Shape
from tenfold.queries.statistics import TableStatistics

NEGLIGIBLE = 0.0005
"""A shape with less than this share of the cost is left as it is."""
SMALLEST_GAIN = 0.006
"""An index must save this share of what the statements that can be mended cost."""
SPACE_PRICE = 0.3
"""An index as large as the whole database must save this share of it as well; a smaller one in
proportion."""
WRITE_PRICE = 2.0
"""An index must save its reads this many times what it costs its writes (github.com/ankane/dexter
issue 6 asks for 1.5)."""
HEAVY = 0.02
"""A shape with this share of what is left gets a second, wider look."""
KEPT_PROMISE = 0.7
"""An option that saves less than this share of what it promised has to line up again."""
ROUNDS = 4
"""How many times the set is gone over at most."""
NARROWEST = 2
"""The most keys of the beginnings of an index that are tried in its place."""
EXCHANGES = 8
"""How many options that find no room are tried in the place of others."""
WORTH_MEASURING = 5_000_000
"""Up to this many steps, a plan that is dearer than before is still measured."""


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
    """What taking each chosen index away would cost, in steps, once it was weighed."""
    written: dict[Candidate, float] = field(default_factory=dict)
    """What each chosen index costs the writes, in steps, once it was weighed."""
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
        statistics: Mapping[str, TableStatistics],
        spent: Callable[[], float] = lambda: 0.0,
        progress: Callable[[str, int, int], None] = lambda *_: None,
    ) -> None:
        self._laboratory = laboratory
        self._costs = costs
        self._proposals = proposals
        self._budget = budget
        self._database_bytes = max(1, database_bytes)
        self._writes = [p.shape.id for p in proposals if p.shape.kind == "write"]
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
        self._options = Finder(
            laboratory,
            costs,
            proposals,
            self._before,
            statistics=statistics,
            room=LABORATORY_ROOM * self._database_bytes,
            spent=spent,
            progress=progress,
        )
        self._to_gain = 0.0
        self._dropped: dict[Candidate, str] = {}

    def run(self) -> Choice:
        """Search until nothing pays any more, or until it is late."""
        self._before.update(self._base())
        now = self._before
        chosen: list[Candidate] = []
        find, least = self._options.gather, NEGLIGIBLE * sum(now.values())
        find(lambda p: self._before[p.shape.id] >= least, "finding", lambda p: p.narrow)
        chosen, now = self._greedy(chosen, now)
        # What is still dear gets a second look, with indexes that hold all it reads.
        dear, share = now, HEAVY * sum(now.values())
        find(lambda p: dear[p.shape.id] >= share, "widening", lambda p: (*p.narrow, *p.wide))
        for _ in range(ROUNDS):
            last = set(chosen)
            chosen, now = self._greedy(chosen, now)
            chosen, now = self._refine(chosen, now)
            chosen, now = self._exchange(chosen, now)
            if set(chosen) == last:
                break
        out_of_time = self._options.cut_short or self._late()
        return Choice(
            chosen, self._before, now, self._reasons(chosen, now), out_of_time=out_of_time
        )

    def weigh(self, choice: Choice) -> None:
        """Note what taking each chosen index away would cost, and what it costs the writes."""
        for candidate in choice.chosen:
            self._laboratory.show(c for c in choice.chosen if c != candidate)
            choice.gains[candidate] = choice.written[candidate] = 0.0
            for shape in self._touched_by[candidate.table]:
                now = choice.after[shape.id]
                limit = max(self._before[shape.id], PATIENCE * now, WORTH_MEASURING)
                cost = min(limit, self._costs.cost(shape, limit))
                choice.gains[candidate] += cost - now
                if shape.kind == "write":
                    choice.written[candidate] += max(0.0, now - cost)
        self._laboratory.show(choice.chosen)

    def _late(self) -> bool:
        """Tell whether the time is over."""
        return self._spent() >= 1.0

    def _base(self) -> dict[str, float]:
        self._laboratory.show(())
        found = {}
        for at, proposal in enumerate(self._proposals):
            self._progress("measuring", at, len(self._proposals))
            found[proposal.shape.id] = self._costs.expect(proposal.shape, self._first_limit)
        return found

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
        for used, saves in self._options.saves.items():
            new = [c for c in by_name(used) if c not in chosen]
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
            self._narrow(chosen)
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

    def _narrow(self, chosen: Sequence[Candidate]) -> None:
        """Build how what was chosen begins: fewer keys may do, in less space."""
        for candidate in chosen:
            for keys in range(1, min(NARROWEST, len(candidate.terms) - 1) + 1):
                shorter = Candidate(candidate.table, candidate.terms[:keys], candidate.where)
                self._proposed_for.setdefault(shorter, set()).update(self._proposed_for[candidate])
                self._options.build(shorter)

    def _better(
        self, candidate: Candidate, rest: list[Candidate], now: dict[str, float]
    ) -> tuple[list[Candidate], dict[str, float]] | None:
        """The set without one index, or with another in its place, if that is better."""
        total = sum(now.values())
        without = self._cost_of(rest, {candidate.table}, now)
        lost = sum(without.values()) - total
        if not self._pays(without, now, self._bytes([candidate])):
            self._dropped[candidate] = (
                f"saves only {max(0, round(lost)):,} steps and pages beside the others, its writes"
                " counted"
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

    def _exchange(
        self, chosen: list[Candidate], now: dict[str, float]
    ) -> tuple[list[Candidate], dict[str, float]]:
        """Make room for options that don't fit: take out what brings least for its bytes."""
        lost = {c: self._lost(c, chosen, now) for c in chosen}
        for new in self._without_room(chosen, now):
            if self._late():
                break
            needless = [c for c in chosen if any(_does_all_of(other, c) for other in new)]
            cheapest = sorted(
                (c for c in chosen if c not in needless),
                key=lambda c: (lost[c] / max(1, self._bytes([c])), c.name),
            )
            out = [*needless]
            while self._bytes([*chosen, *new]) - self._bytes(out) > self._budget and cheapest:
                out.append(cheapest.pop(0))
            after_out = [*(c for c in chosen if c not in out), *new]
            if self._bytes(after_out) > self._budget:
                continue
            after = self._cost_of(after_out, {c.table for c in (*new, *out)}, now)
            gain = sum(now.values()) - sum(after.values())
            if gain != -NO_WAY and gain > SMALLEST_GAIN * self._basis(now):
                for candidate in out:
                    self._dropped[candidate] = "made room for one that saves more"
                return after_out, after
        return chosen, now

    def _lost(
        self, candidate: Candidate, chosen: Sequence[Candidate], now: Mapping[str, float]
    ) -> float:
        """What the workload would cost more without one index."""
        without = self._cost_of((c for c in chosen if c != candidate), {candidate.table}, now)
        return sum(without.values()) - sum(now.values())

    def _without_room(
        self, chosen: Sequence[Candidate], now: Mapping[str, float]
    ) -> list[list[Candidate]]:
        """What options add that would pay if there were room, the most promising first."""
        room = self._budget - self._bytes(chosen)
        found = []
        for used in self._options.saves:
            new = [c for c in by_name(used) if c not in chosen]
            gain = self._promise(used, now)
            if self._bytes(new) > room and gain > SMALLEST_GAIN * self._basis(now):
                found.append((-gain, _key(new), new))
        return [new for _, _, new in sorted(found)[:EXCHANGES]]

    def _promise(self, used: frozenset[Candidate], now: Mapping[str, float]) -> float:
        """What an option would save now, were it as good beside others as it is alone."""
        return sum(
            max(0.0, now[shape] - (self._before[shape] - saved))
            for shape, saved in self._options.saves[used].items()
        )

    def _reasons(
        self, chosen: Sequence[Candidate], now: Mapping[str, float]
    ) -> dict[Candidate, str]:
        """Why each candidate that was built, or couldn't be, isn't in the plan."""
        room = self._budget - self._bytes(chosen)
        reasons = dict(self._options.failed)
        for candidate in self._options.built:
            if candidate in chosen:
                continue
            promise = max(
                (self._promise(o, now) for o in self._options.saves if candidate in o), default=0.0
            )
            if promise > SMALLEST_GAIN * self._basis(now) and self._bytes([candidate]) > room:
                reasons[candidate] = (
                    f"would save up to {round(promise):,} steps more, but the space is used up"
                )
            else:
                reasons[candidate] = self._dropped.get(candidate) or self._too_little(
                    candidate, promise, now
                )
        return reasons

    def _too_little(self, candidate: Candidate, promise: float, now: Mapping[str, float]) -> str:
        """What a candidate could save, and what it would have to."""
        alone = max(
            (sum(s.values()) for o, s in self._options.saves.items() if candidate in o),
            default=None,
        )
        if alone is None:
            return "where it was shown, the planner took others, or it saved less than 5 %"
        share = max(SMALLEST_GAIN, SPACE_PRICE * self._bytes([candidate]) / self._database_bytes)
        return (
            f"alone it saves {round(alone):,} steps and pages, beside the plan at most"
            f" {round(promise):,}; it would have to save {round(share * self._basis(now)):,}"
            " and twice what it costs its writes"
        )

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
        return sum(now[shape] for shape in self._options.mendable)

    def _alternatives(self, candidate: Candidate, rest: Sequence[Candidate]) -> list[Candidate]:
        """Built candidates of the same table that were proposed for a statement this one serves."""
        served = self._proposed_for[candidate]
        return [
            other
            for other in by_name(self._proposed_for)
            if other.table == candidate.table
            and other not in rest
            and other != candidate
            and self._laboratory.built(other)
            and served & self._proposed_for[other]
        ]

    def _cost_of(
        self, candidates: Iterable[Candidate], tables: Iterable[str], now: Mapping[str, float]
    ) -> dict[str, float]:
        """The costs under a set, measured anew for the shapes that touch these tables."""
        self._laboratory.show(candidates)
        after = dict(now)
        self._to_gain = sum(
            max(0.0, cost - self._options.best.get(shape, cost)) for shape, cost in now.items()
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
            best = self._options.best.get(shape.id, now)
            return min(now, self._costs.cost(shape, min(now, max(PATIENCE * best, 0.1 * now))))
        # A loss greater than all that could still be gained elsewhere settles the matter.
        limit = min(now + self._to_gain, max(PATIENCE * now, WORTH_MEASURING))
        return self._costs.cost(shape, limit)

    def _bytes(self, candidates: Iterable[Candidate]) -> int:
        return sum(self._laboratory.bytes.get(c.name, 0) for c in candidates)


def _key(candidates: Iterable[Candidate]) -> str:
    return " ".join(c.name for c in by_name(candidates))


def _does_all_of(one: Candidate, other: Candidate) -> bool:
    """Tell whether an index finds all that another does."""
    return (
        one.table == other.table
        and one.where in {None, other.where}
        and leads(other.terms, one.terms)
    )
