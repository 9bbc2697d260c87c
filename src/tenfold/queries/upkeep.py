"""What the database's own indexes are worth beside the plan's: reads with and without, writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import apsw

from tenfold.queries.costs import NO_WAY, Costs
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.old_indexes import named_indexes
from tenfold.queries.resolve import Resolved
from tenfold.queries.schema import Index, Schema
from tenfold.queries.shapes import Shape

LIMIT = 50_000_000
"""Steps after which a call is stopped; a write then counts as unchanged, an index as useful."""
WORTHLESS = 0.01
"""An index without which the reads that use it cost at most this share more is worth nothing."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One old index, in steps, pages as steps."""

    write_steps: int
    """What keeping it costs the workload's writes."""
    reads_with: int = 0
    """What the reads whose plans use it cost."""
    reads_without: int | None = None
    """What they cost without it; None where that wasn't measured to its end."""

    @property
    def is_worthless(self) -> bool:
        """Tell whether reads use it and are no worse off without it."""
        if not self.reads_with or self.reads_without is None:
            return False
        return self.reads_without <= (1 + WORTHLESS) * self.reads_with

    @property
    def why(self) -> str:
        """The measure in words."""
        return (
            f"plans use it, but the reads that do cost {self.reads_with:,} steps and pages with it"
            f" and {self.reads_without:,} without it"
        )


def upkeep(
    laboratory: Laboratory,
    costs: Costs,
    chosen: Sequence[Candidate],
    schema: Schema,
    resolved: Resolved,
) -> dict[str, Upkeep]:
    """Measure the workload without each index that no constraint made, beside the plan's.

    An index that a statement names by INDEXED BY is left alone: without it the statement fails.

    Returns:
        What each is worth, by the index's name.
    """
    named = {name.lower() for name in named_indexes(s.example for s in resolved.shapes)}
    own = [
        index
        for index in schema.indexes()
        if index.origin == "c" and not index.unique and index.name.lower() not in named
    ]
    for index in own:
        laboratory.adopt(index.name)
    found = {}
    for index in own:
        laboratory.show(chosen)
        touching = [s for s in resolved.shapes if index.table in resolved.tables[s.id]]
        writes = [s for s in touching if s.kind == "write"]
        reads = list(_users(laboratory, costs, touching, index))
        kept = _total(costs, writes), _total(costs, reads)
        laboratory.show(chosen, without=index.name)
        found[index.name] = Upkeep(
            max(0, round(kept[0] - _total(costs, writes))),
            round(kept[1]),
            _without(costs, reads, kept[1]),
        )
    laboratory.show(chosen)
    return found


def _users(
    laboratory: Laboratory, costs: Costs, shapes: Iterable[Shape], index: Index
) -> Iterator[Shape]:
    """The reads whose plans use an index."""
    for shape in shapes:
        if shape.kind == "write":
            continue
        try:
            if index.name in laboratory.uses(costs.samples[shape.id]):
                yield shape
        except apsw.Error:
            # It can't be planned here: it says nothing of the index.
            continue


def _total(costs: Costs, shapes: Iterable[Shape]) -> float:
    """The cost of shapes under what the laboratory shows, of those that came to their end."""
    measured = (costs.cost(shape, LIMIT * shape.calls) for shape in shapes)
    return sum(cost for cost in measured if cost != NO_WAY)


def _without(costs: Costs, reads: Sequence[Shape], kept: float) -> int | None:
    """What the reads cost now, as far as it is no more than they cost with the index."""
    total, most = 0.0, (1 + WORTHLESS) * kept
    for shape in reads:
        cost = costs.cost(shape, max(1_000.0, most - total))
        if cost == NO_WAY:
            return None
        total += cost
    return round(total)
