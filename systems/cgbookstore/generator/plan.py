"""How much of everything there is, and the chance that decides the rest."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SEED = 20260101
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""The day on which the generated world ends: fixed, so that each run makes the same one."""
YEARS_BACK = 3


@dataclass(frozen=True)
class Plan:
    """The size of a bookstore."""

    scale: int

    @property
    def books(self) -> int:
        """Books, those of the catalogue among them."""
        return 10_000 * self.scale

    @property
    def authors(self) -> int:
        """Authors, those of the catalogue among them."""
        return 4_000 * self.scale

    @property
    def publishers(self) -> int:
        """Publishers."""
        return 120 + 30 * self.scale

    @property
    def readers(self) -> int:
        """Readers beside those with accounts to log in by."""
        return 460 * self.scale

    @property
    def reviews(self) -> int:
        """Reviews, about."""
        return 12_000 * self.scale

    @property
    def shelved(self) -> int:
        """Books on shelves, about."""
        return 9_000 * self.scale

    @property
    def topics(self) -> int:
        """Debates."""
        return 300 * self.scale

    @property
    def votes(self) -> int:
        """Votes, about."""
        return 12_000 * self.scale

    @property
    def orders(self) -> int:
        """Orders."""
        return 2_000 * self.scale


def chance(stage: str, chunk: int) -> random.Random:
    """What decides within one chunk: always the same, and independent of all others."""
    return random.Random(f"{SEED}:{stage}:{chunk}")  # noqa: S311 (data, not secrets)


def moment(dice: random.Random) -> datetime:
    """A moment within the last years, rather lately than long ago."""
    days = YEARS_BACK * 365 * dice.random() ** 1.5
    return NOW - timedelta(days=days, seconds=dice.randrange(86_400))


def favourite(dice: random.Random, count: int, skew: float = 2.0) -> int:
    """A number from 1 to count, small ones far more often: a few books are read by everybody."""
    return 1 + int(count * dice.random() ** skew)
