"""How much a keyword is worth: one documented formula, and what is missing is left out of it.

    score = 100 x sum(weight x part) / sum(weight), over the parts that are known

| part        | weight | from 0 to 1                                                     |
|-------------|--------|-----------------------------------------------------------------|
| volume      | 0.40   | log10(1 + searches a month) / 5; 100,000 and more count as 1    |
| intent      | 0.25   | how near to a purchase: see NEARNESS                            |
| cpc         | 0.20   | cpc / (cpc + 2): what a click is worth to those who pay for it  |
| competition | 0.15   | 1 - competition                                                 |
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WEIGHTS = {"volume": 0.40, "intent": 0.25, "cpc": 0.20, "competition": 0.15}
NEARNESS = {
    "transactional": 1.0,
    "commercial": 0.8,
    "comparison": 0.7,
    "informational": 0.35,
    "navigational": 0.15,
}
_DECADES = 5
_HALF_CPC = 2.0


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100, its parts from 0 to 1, and the parts that nobody knows."""

    value: float
    parts: dict[str, float]
    missing: tuple[str, ...]


def score(
    *, intent: str, volume: int | None, cpc: float | None, competition: float | None
) -> Score:
    """The score of a keyword by what is known of it."""
    parts = {"intent": NEARNESS[intent]}
    if volume is not None:
        parts["volume"] = min(1.0, math.log10(1 + volume) / _DECADES)
    if cpc is not None:
        parts["cpc"] = cpc / (cpc + _HALF_CPC)
    if competition is not None:
        parts["competition"] = 1 - competition
    weight = sum(WEIGHTS[name] for name in parts)
    value = 100 * sum(WEIGHTS[name] * part for name, part in parts.items()) / weight
    return Score(round(value, 1), parts, tuple(name for name in WEIGHTS if name not in parts))
