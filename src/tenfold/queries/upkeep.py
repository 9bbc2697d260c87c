"""What the database's own indexes cost the workload's writes: what dropping one would save."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.queries.costs import Costs
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.resolve import Resolved
from tenfold.queries.schema import Index, Schema

LIMIT = 50_000_000
"""Steps after which a write is stopped; it then counts as unchanged."""


def upkeep(
    laboratory: Laboratory,
    costs: Costs,
    chosen: Sequence[Candidate],
    schema: Schema,
    resolved: Resolved,
) -> dict[str, int]:
    """Measure the writes without each index that no constraint made, beside the plan's.

    Returns:
        What keeping it costs, in steps, pages as steps, by the index's name.
    """
    own = [index for index in schema.indexes() if index.origin == "c" and not index.unique]
    for index in own:
        laboratory.adopt(index.name)
    found = {}
    for index in own:
        laboratory.show(chosen)
        kept = _writes(costs, resolved, index)
        laboratory.show(chosen, without=index.name)
        found[index.name] = max(0, round(kept - _writes(costs, resolved, index)))
    laboratory.show(chosen)
    return found


def _writes(costs: Costs, resolved: Resolved, index: Index) -> float:
    """The cost of the writes to an index's table under what the laboratory shows."""
    measured = (
        costs.cost(shape, LIMIT * shape.calls)
        for shape in resolved.shapes
        if shape.kind == "write" and index.table in resolved.tables[shape.id]
    )
    return sum(cost for cost in measured if cost != float("inf"))
