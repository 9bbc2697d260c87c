"""What somebody who searches for these words wants, by signal words, with the word as reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from systems.omni_keywords.app.keywords.words import DATA, LANGUAGES, fold, words

INTENTS = ("informational", "commercial", "transactional", "navigational", "comparison")
_LONGEST_SIGNAL = 3

PHASES = ("discovery", "consideration", "decision", "loyalty")
"""The phases of the funnel, from the first question to the return."""
_PHASE = {
    "informational": "discovery",
    "comparison": "consideration",
    "commercial": "consideration",
    "transactional": "decision",
    "navigational": "loyalty",
}
_EITHER_LANGUAGE = {"or": "en", "a venda": "pt"}


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent and the words that gave it away; without any, it is taken as informational."""

    name: str
    signal: str = ""

    @property
    def phase(self) -> str:
        """Where in the funnel somebody with this intent stands."""
        return _PHASE[self.name]


def intent(text: str, language: str) -> Intent:
    """The intent of a keyword; the niche's language decides only where a word is of both."""
    found, signals = words(fold(text)), _signals(language)
    best: tuple[int, int, str] | None = None
    name = ""
    for length in range(1, min(_LONGEST_SIGNAL, len(found)) + 1):
        for start in range(len(found) - length + 1):
            signal = " ".join(found[start : start + length])
            rule = signals.get(signal)
            if rule is not None and (best is None or (rule[0], -length) < best[:2]):
                best, name = (rule[0], -length, signal), rule[1]
    return Intent(name, best[2]) if best else Intent("informational")


def is_question(text: str) -> bool:
    """Whether a keyword asks something."""
    found = words(fold(text))
    return "?" in text or (bool(found) and found[0] in _question_words())


@lru_cache
def _signals(language: str) -> dict[str, tuple[int, str]]:
    """Each signal, folded, with the rank and the name of its intent."""
    file = DATA / "intents.toml"
    rules = tomllib.loads(file.read_text(encoding="utf-8"))["intent"]
    signals: dict[str, tuple[int, str]] = {}
    # The niche's own language comes first: its meaning of a shared word is kept.
    for own in sorted(LANGUAGES, key=lambda one: one != language):
        for rank, rule in enumerate(rules):
            for signal in rule[own]:
                folded = fold(signal)
                if _EITHER_LANGUAGE.get(folded, language) == language:
                    signals.setdefault(folded, (rank, rule["name"]))
    return signals


@lru_cache
def _question_words() -> frozenset[str]:
    return frozenset(
        "como qual quais quanto quantos quando onde quem porque how what which why when where who"
        " can does is".split()
    )
