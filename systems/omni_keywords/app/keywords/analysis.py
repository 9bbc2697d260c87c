"""A keyword with everything that follows from it: intent, phase, score. Computed when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from systems.omni_keywords.app.keywords.intent import Intent, intent, is_question
from systems.omni_keywords.app.keywords.score import Score, score


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of a niche, what is known of it and what follows from that."""

    id: int
    niche_id: int
    category_id: int | None
    run_id: int | None
    cluster_id: int | None
    text: str
    folded: str
    source: str
    volume: int | None
    volume_estimated: bool
    cpc: float | None
    competition: float | None
    intent: Intent
    score: Score
    question: bool

    @property
    def phase(self) -> str:
        """The phase of the funnel."""
        return self.intent.phase


def analyse(row: Mapping[str, Any], language: str) -> Keyword:
    """A row of the table of keywords, analysed."""
    found = intent(row["folded"], language)
    return Keyword(
        id=row["id"],
        niche_id=row["niche_id"],
        category_id=row["category_id"],
        run_id=row["run_id"],
        cluster_id=row["cluster_id"],
        text=row["text"],
        folded=row["folded"],
        source=row["source"],
        volume=row["volume"],
        volume_estimated=bool(row["volume_estimated"]),
        cpc=row["cpc"],
        competition=row["competition"],
        intent=found,
        score=score(
            intent=found.name,
            volume=row["volume"],
            cpc=row["cpc"],
            competition=row["competition"],
        ),
        question=is_question(row["folded"]),
    )
