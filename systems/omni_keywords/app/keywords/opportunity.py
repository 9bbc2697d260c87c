"""Which keywords to write for first, and why: a keyword without a reason is no opportunity.

Points are the score and what each reason adds. Comparisons are made within the niche.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from systems.omni_keywords.app.keywords.analysis import Keyword
from systems.omni_keywords.app.keywords.words import telling

ADDS = {"little_competition": 15, "long_tail_buyer": 12, "asked_often": 10, "valued": 6}
_LITTLE = 0.35
_LONG_TAIL = 4
"""Telling words, without the small ones in between."""
_NEAR_PURCHASE = {"transactional", "commercial", "comparison"}


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A keyword to write for, with its points and the reasons, the weightiest first."""

    keyword: Keyword
    points: float
    reasons: tuple[str, ...] = field(default=())


def opportunities(keywords: Sequence[Keyword]) -> list[Opportunity]:
    """The opportunities among the keywords of a niche, the best first."""
    volumes = [one.volume for one in keywords if one.volume]
    costs = [one.cpc for one in keywords if one.cpc]
    usual_volume = median(volumes) if volumes else 0.0
    usual_cpc = median(costs) if costs else 0.0
    found = []
    for one in keywords:
        reasons = tuple(name for name in ADDS if _holds(name, one, usual_volume, usual_cpc))
        if reasons:
            points = one.score.value + sum(ADDS[name] for name in reasons)
            found.append(Opportunity(one, round(points, 1), reasons))
    return sorted(found, key=lambda one: (-one.points, one.keyword.text))


def _holds(name: str, one: Keyword, usual_volume: float, usual_cpc: float) -> bool:
    often = bool(one.volume) and (one.volume or 0) >= usual_volume
    if name == "little_competition":
        return often and one.competition is not None and one.competition <= _LITTLE
    if name == "long_tail_buyer":
        return one.intent.name in _NEAR_PURCHASE and len(telling(one.text)) >= _LONG_TAIL
    if name == "asked_often":
        return often and one.question
    return often and one.cpc is not None and one.cpc >= 2 * usual_cpc > 0
