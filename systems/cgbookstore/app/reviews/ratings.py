"""What several ratings amount to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratings:
    """The ratings of one book."""

    all: list[int]

    @property
    def average(self) -> float:
        """Their mean; nought where there are none."""
        return sum(self.all) / len(self.all) if self.all else 0.0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.all)

    @property
    def spread(self) -> list[tuple[int, int]]:
        """How many gave five stars, four, and so on."""
        return [(stars, sum(1 for each in self.all if each == stars)) for stars in range(5, 0, -1)]
