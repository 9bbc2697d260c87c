"""A figure beside the goal it must reach."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Goal:
    """A bound on a measured figure; `reached` is None where it could not be measured."""

    what: str
    measured: float | None
    sense: Literal["<=", ">="]
    bound: float
    unit: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the figure is on the right side of the bound."""
        if self.measured is None:
            return None
        return self.measured <= self.bound if self.sense == "<=" else self.measured >= self.bound

    @property
    def cells(self) -> tuple[object, ...]:
        """The row of a table."""
        unit = f" {self.unit}" if self.unit else ""
        verdict = {True: "reached", False: "MISSED", None: "not measured"}[self.reached]
        return (self.what, self.measured, f"{self.sense} {self.bound:g}{unit}", verdict)

    def raw(self) -> dict[str, Any]:
        """The same for a JSON file."""
        return {**asdict(self), "reached": self.reached}


COLUMNS = ("Goal", "Measured", "Must be", "")


def ratio(one: float | None, other: float | None) -> float | None:
    """ONE over OTHER, where both were measured."""
    return None if one is None or not other else one / other


@dataclass(frozen=True)
class Outcome:
    """What a benchmark found: its goals and every raw figure."""

    name: str
    title: str
    goals: list[Goal]
    raw: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """All of it, for a JSON file."""
        return {"title": self.title, "goals": [goal.raw() for goal in self.goals], **self.raw}
