"""How keywords are written and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.omni_keywords.app.keywords.words import fold, normalise, refusal, telling, words


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Tênis   de CORRIDA \n", "tênis de corrida"),
        ("e\u0302nfase", "ênfase"),
        ("\uff43\uff41\uff46\uff45\u0301", "café"),
        ("zero\u200bwidth\x00 word", "zerowidth word"),
        ("tab\there", "tab here"),
        ("c++ course", "c++ course"),
    ],
)
def test_normalise(written: str, kept: str) -> None:
    """A keyword has one form of each character, lower case and single spaces, and its accents."""
    assert normalise(written) == kept


def test_fold_forgets_accents() -> None:
    """Two ways to write the same word are compared as one."""
    assert fold("TÊNIS") == fold("tenis") == "tenis"


@given(st.text(max_size=200))
def test_normalise_is_done_once(text: str) -> None:
    """What is normalised stays as it is when it is normalised again."""
    once = normalise(text)
    assert normalise(once) == once
    assert "  " not in once
    assert fold(once) == fold(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("x" * 101, "too_long"),
        ("?!… --", "no_words"),
        ("de para com", "stop_words"),
        ("of the and", "stop_words"),
        ("x" * 100, None),
        ("o que é café", None),
    ],
)
def test_refusal(text: str, reason: str | None) -> None:
    """A keyword is refused for a named reason, or not at all."""
    assert refusal(text) == reason


def test_words() -> None:
    """Words keep what belongs to them and lose the punctuation around them."""
    assert words("c++, node.js & self-cleaning?") == ["c++", "node.js", "self-cleaning"]
    assert telling("tênis de corrida") == ["tenis", "corrida"]
