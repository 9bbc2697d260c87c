"""What a question asks for, apart from any words and from any SQL."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Period:
    """Days from START up to, not including, END."""

    start: date
    end: date
    label: str = ""


@dataclass(frozen=True)
class Filter:
    """Only rows whose dimension (or its number, BY_ID) is one of the members."""

    dimension: str
    members: tuple[str | int, ...]
    by_id: bool = False


@dataclass(frozen=True)
class Threshold:
    """Only groups whose measure is above, or below, a number."""

    above: bool
    value: float


@dataclass(frozen=True)
class Query:
    """A measure by some dimensions, over some of the data."""

    measure: str
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    periods: tuple[Period, ...] = ()
    limit: int | None = None
    descending: bool = True
    share: bool = False
    growth: bool = False
    average_over: str | None = None
    count_of: str | None = None
    threshold: Threshold | None = None

    def filtered(self, new: tuple[Filter, ...]) -> Query:
        """The same with filters that replace those of their dimension."""
        names = {one.dimension for one in new}
        kept = tuple(one for one in self.filters if one.dimension not in names)
        return replace(self, filters=kept + new)

    def to_json(self) -> str:
        """As a conversation keeps it."""
        return json.dumps(asdict(self), default=str)


def from_json(text: str) -> Query:
    """What `to_json` wrote."""
    raw: dict[str, Any] = json.loads(text)
    raw["dimensions"] = tuple(raw["dimensions"])
    raw["filters"] = tuple(
        Filter(one["dimension"], tuple(one["members"]), one["by_id"]) for one in raw["filters"]
    )
    raw["periods"] = tuple(
        Period(date.fromisoformat(one["start"]), date.fromisoformat(one["end"]), one["label"])
        for one in raw["periods"]
    )
    if raw["threshold"]:
        raw["threshold"] = Threshold(**raw["threshold"])
    return Query(**raw)
