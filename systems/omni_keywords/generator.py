"""Keywords as people type them, by patterns, nouns and attributes: the same for the same seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from systems.omni_keywords.app.keywords.volume import estimate
from systems.omni_keywords.app.keywords.words import fold, normalise, refusal

SEED = 20_261
_WEIGHTS = {
    "informational": 34,
    "transactional": 28,
    "commercial": 22,
    "comparison": 10,
    "navigational": 6,
}
_CPC_NEAR_PURCHASE = {"transactional": 1.9, "commercial": 1.3, "comparison": 1.0}
_WITH_VOLUME = 0.45
_WITH_CPC = 0.40
_COMMON_WORDS = 20_000
_TRIES = 60


@dataclass(frozen=True)
class Made:
    """A keyword with the figures that data would give."""

    text: str
    folded: str
    volume: int
    estimated: bool
    cpc: float | None
    competition: float | None
    category: int


def niche(index: int) -> dict[str, Any]:
    """The niche of this number: the first twelve by hand, further ones of them by place."""
    data = _data()
    base: dict[str, Any] = data["niche"][index % len(data["niche"])]
    turn = index // len(data["niche"])
    if not turn:
        return base
    places = data["places"][base["language"]].split(", ")
    return {**base, "name": f"{base['name']} · {places[(turn - 1) % len(places)]}"}


def keywords(index: int, count: int) -> Iterator[Made]:
    """So many different keywords of a niche; fewer where its words give no more."""
    # The text of a seed is hashed by Random itself, the same way in every process.
    chance = random.Random(f"{SEED}:{index}")  # noqa: S311
    about, seen, tries = niche(index), set[str](), 0
    while len(seen) < count and tries < _TRIES * count:
        tries += 1
        intent = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        number = chance.randrange(len(about["nouns"]))
        text = normalise(_phrase(chance, about, about["nouns"][number], intent))
        folded = fold(text)
        if folded in seen or refusal(text):
            continue
        seen.add(folded)
        category = number % len(about["categories"])
        yield _with_figures(chance, text, folded, about["language"], intent, category)


def _phrase(chance: random.Random, about: dict[str, Any], noun: str, intent: str) -> str:
    language, thing = about["language"], noun
    if chance.random() < 0.72:
        thing = f"{noun} {chance.choice(about['attributes'])}"
    if chance.random() < 0.12:
        thing = f"{thing} {chance.choice(_common(language))}"
    pattern = chance.choice(_data()["patterns"][language][intent])
    other = chance.choice([one for one in about["nouns"] if one != noun])
    text = pattern.format(thing, other=other)
    if chance.random() < 0.18:
        places = _data()["places"][language].split(", ")
        text = f"{text} {'em' if language == 'pt' else 'in'} {chance.choice(places)}"
    return text


def _with_figures(
    chance: random.Random, text: str, folded: str, language: str, intent: str, category: int
) -> Made:
    volume, cpc, competition = estimate(text, language), None, None
    known = chance.random() < _WITH_VOLUME
    if known:
        # Real volumes scatter around what the words alone suggest, and come in tens.
        volume = max(10, round(volume * chance.lognormvariate(0.4, 0.9), -1))
    if chance.random() < _WITH_CPC:
        cpc = round(
            0.08 + chance.lognormvariate(-0.4, 0.6) * _CPC_NEAR_PURCHASE.get(intent, 0.4), 2
        )
        competition = round(chance.betavariate(2.2, 2.6 if intent in _CPC_NEAR_PURCHASE else 5), 2)
    return Made(text, folded, volume, not known, cpc, competition, category)


@lru_cache
def _common(language: str) -> list[str]:
    """Adjectives of the language by their endings, from its commonest words."""
    from wordfreq import top_n_list

    endings = tuple(_data()["endings"][language])
    return [word for word in top_n_list(language, _COMMON_WORDS) if word.endswith(endings)][:80]


@lru_cache
def _data() -> dict[str, Any]:
    file = Path(__file__).with_name("data") / "niches.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
