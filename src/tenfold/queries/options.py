"""Find what each statement could have: sets of indexes that its plan uses together.

For each shape: let the planner choose among all its candidates, measure that, hide what it chose,
and so on. Each set that it uses together is an option, and what it saves the shape is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import apsw

from tenfold.queries.costs import Costs
from tenfold.queries.index import Candidate, by_name
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.shapes import Shape
from tenfold.queries.statistics import TableStatistics

MENDED = 0.05
"""A shape that costs this share of what it did is not tried further at first."""
TIME_TO_FIND = 0.7
"""The share of the time in which options are looked for; the rest is for choosing among them."""
LABORATORY_ROOM = 6
"""Candidates are built until they take this many times the room of the database."""
LARGE = 250_000
"""Entries from which on an index takes a second to build: it is tried only where it may be needed,
smaller ones always."""
EXPANSIONS = 10
"""How many sets are tried for one shape."""
PATIENCE = 2
"""A plan this many times dearer than the best known is not run to its end."""
UNTOLD = 100_000
"""Up to this many steps, a plan is run to its end however dear it is."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A shape, the tables it touches, and the candidates that the planner chose for it."""

    shape: Shape
    tables: frozenset[str]
    narrow: Sequence[Candidate]
    """Those that find its rows."""
    wide: Sequence[Candidate]
    """Those chosen where covering indexes are allowed as well."""


class Finder:
    """Options, and what each saves which shape.

    Args:
        before: What each shape costs without candidates, by its id; to be filled before `gather`.
        room: Bytes that all candidates together may take in the laboratory.
        spent: The share of the search's time that is over.
    """

    def __init__(
        self,
        laboratory: Laboratory,
        costs: Costs,
        proposals: Sequence[Proposal],
        before: Mapping[str, float],
        *,
        statistics: Mapping[str, TableStatistics],
        room: int,
        spent: Callable[[], float],
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._laboratory = laboratory
        self._costs = costs
        self._before = before
        self._statistics = statistics
        self._room = room
        self._spent = spent
        self._progress = progress
        self._proposals = proposals
        self._all = list(dict.fromkeys(c for p in proposals for c in (*p.narrow, *p.wide)))
        self.saves: dict[frozenset[Candidate], dict[str, float]] = {}
        """What an option saves, by the id of the shape."""
        self.best: dict[str, float] = {}
        """The least that a shape was seen to cost."""
        self.mendable: list[str] = []
        """Shapes that some option makes cheaper."""
        self.built: list[Candidate] = []
        self.failed: dict[Candidate, str] = {}
        """What couldn't be built, and why."""
        self.cut_short = False

    def gather(
        self,
        wanted: Callable[[Proposal], bool],
        stage: str,
        candidates: Callable[[Proposal], Sequence[Candidate]],
    ) -> None:
        """Find the options of some shapes, the dearest first."""
        worth = [p for p in self._proposals if candidates(p) and wanted(p)]
        worth.sort(key=lambda p: (-self._before[p.shape.id], p.shape.id))
        for at, proposal in enumerate(worth):
            self._progress(stage, at, len(worth))
            if self._late():
                self.cut_short = True
                break
            for used, saves in self._options_of(proposal, candidates(proposal)):
                known = self.saves.setdefault(used, {})
                known[proposal.shape.id] = saves
        self.mendable = [s for s, best in self.best.items() if best < 0.9 * self._before[s]]

    def _options_of(
        self, proposal: Proposal, candidates: Sequence[Candidate]
    ) -> Iterable[tuple[frozenset[Candidate], float]]:
        shape = proposal.shape
        base = self._before[shape.id]
        available = self._available(proposal, candidates)
        named = {c.name: c for c in available}
        found: dict[frozenset[Candidate], float] = {}
        frontier, seen, best = [available], {available}, self.best.get(shape.id, base)
        for _ in range(EXPANSIONS):
            if not frontier or self._late():
                break
            shown = frontier.pop(0)
            used = self._used(shape, shown, named)
            if not used:
                continue
            if used not in found:
                if self._used(shape, used, named) == used:
                    cost = self._costs.cost(shape, min(base, max(PATIENCE * best, UNTOLD)))
                    found[used] = max(0.0, base - cost)
                    best = min(best, cost)
                    self.best[shape.id] = best
                else:
                    found[used] = 0.0
            for candidate in by_name(used):
                smaller = shown - {candidate}
                if smaller not in seen:
                    seen.add(smaller)
                    frontier.append(smaller)
        return [(used, saves) for used, saves in found.items() if saves > 0.05 * base]

    def _available(
        self, proposal: Proposal, candidates: Sequence[Candidate]
    ) -> frozenset[Candidate]:
        """What is there for a shape: what others brought, and what is built for it."""
        base = self._before[proposal.shape.id]
        available = frozenset(
            c for c in self._all if c.table in proposal.tables and self._laboratory.built(c)
        )
        if self._is_mended(proposal.shape, available, base):
            return available
        for candidate in candidates:
            if self._late():
                break
            if self._is_large(candidate) and self._is_mended(proposal.shape, available, base):
                continue
            if self.build(candidate):
                available |= {candidate}
        return available

    def _is_large(self, candidate: Candidate) -> bool:
        statistics = self._statistics.get(candidate.table)
        if statistics is None:
            return False
        share = statistics.where_share(candidate.where) if candidate.where else 1.0
        return statistics.rows * share > LARGE

    def _is_mended(self, shape: Shape, there: frozenset[Candidate], base: float) -> bool:
        """Tell whether what others brought already makes this shape cheap enough."""
        if not there:
            return False
        self._laboratory.show(there)
        return self._costs.cost(shape, MENDED * base) <= MENDED * base

    def _used(
        self, shape: Shape, shown: frozenset[Candidate], named: Mapping[str, Candidate]
    ) -> frozenset[Candidate]:
        self._laboratory.show(shown)
        names = self._laboratory.uses(self._costs.samples[shape.id])
        return frozenset(named[name] for name in names if name in named)

    def build(self, candidate: Candidate) -> bool:
        """Build a candidate; False where it can't be, or it is too late or too much."""
        if candidate in self.failed:
            return False
        if self._laboratory.built(candidate):
            return True
        if self._spent() >= 1.0:
            return False
        if sum(self._laboratory.bytes.values()) > self._room:
            # Bounded by the size of the database, so that the same input builds the same.
            self.cut_short = True
            return False
        try:
            self._laboratory.build(candidate)
        except apsw.FullError:
            raise
        except apsw.Error as error:
            self.failed[candidate] = f"SQLite can't build it: {error}"
            return False
        self.built.append(candidate)
        return True

    def _late(self) -> bool:
        return self._spent() >= TIME_TO_FIND
