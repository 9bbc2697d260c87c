"""What a keyword is worth, and which ones to write for first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.omni_keywords.app.keywords.analysis import Keyword, analyse
from systems.omni_keywords.app.keywords.opportunity import ADDS, opportunities
from systems.omni_keywords.app.keywords.score import NEARNESS, score
from systems.omni_keywords.app.keywords.volume import estimate
from systems.omni_keywords.app.keywords.words import fold


def keyword(text: str, **facts: object) -> Keyword:
    """A keyword with these figures and nothing else."""
    row = {
        **dict.fromkeys("id niche_id category_id run_id cluster_id folded source".split(), 0),
        **dict.fromkeys("volume cpc competition".split()),
        "volume_estimated": 0,
        "text": text,
        "folded": fold(text),
        **facts,
    }
    return analyse(row, "pt")


def test_the_documented_formula() -> None:
    """The score is the weighted mean of its four parts."""
    found = score(intent="transactional", volume=99_999, cpc=2.0, competition=0.5)
    assert found.value == 100 * (0.40 * 1 + 0.25 * 1 + 0.20 * 0.5 + 0.15 * 0.5)
    assert found.missing == ()


def test_missing_parts_are_left_out() -> None:
    """What isn't known weighs nothing and is named."""
    found = score(intent="transactional", volume=99_999, cpc=None, competition=None)
    assert found.value == 100
    assert found.missing == ("cpc", "competition")


@given(
    st.sampled_from(sorted(NEARNESS)),
    st.none() | st.integers(0, 10**12),
    st.none() | st.floats(0, 10**6),
    st.none() | st.floats(0, 1),
)
def test_scores_stay_in_bounds(
    intent: str, volume: int | None, cpc: float | None, competition: float | None
) -> None:
    """A score is from 0 to 100, whatever the figures are."""
    found = score(intent=intent, volume=volume, cpc=cpc, competition=competition)
    assert 0 <= found.value <= 100


def test_estimates_follow_how_common_words_are() -> None:
    """A common word is searched more than a rare one, and a word more than a phrase with it."""
    assert estimate("tênis", "pt") > estimate("palmilha", "pt")
    assert estimate("tênis", "pt") > estimate("tênis de corrida", "pt") > 0
    assert estimate("qxzvw", "pt") == 0


def test_opportunities_have_reasons() -> None:
    """Each opportunity says why, and its points are the score and what the reasons add."""
    found = opportunities(
        [
            keyword("comprar tênis corrida feminino", volume=500, cpc=1.0, competition=0.1),
            keyword("tênis", volume=90_000, competition=0.9),
            keyword("como escolher tênis", volume=600),
            keyword("palmilha", volume=1),
        ]
    )
    reasons = {one.keyword.text: one.reasons for one in found}
    assert reasons == {
        "comprar tênis corrida feminino": ("long_tail_buyer",),
        "como escolher tênis": ("asked_often",),
    }
    for one in found:
        assert one.points == pytest.approx(
            one.keyword.score.value + sum(ADDS[name] for name in one.reasons), abs=0.06
        )


def test_opportunities_are_ranked() -> None:
    """The best opportunity comes first."""
    found = opportunities(
        [keyword(f"como usar {word}", volume=volume) for word, volume in (("a4", 5), ("b4", 50))]
    )
    assert [one.keyword.text for one in found] == ["como usar b4"]
    assert opportunities([]) == []
