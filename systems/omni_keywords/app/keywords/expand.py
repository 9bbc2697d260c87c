"""From one keyword to many: patterns of the language, and suggestion services where one is set."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from systems.omni_keywords.app.keywords.words import DATA, fold, normalise, refusal

KINDS = ("prefixes", "questions", "long_tail")


class ProviderError(Exception):
    """A suggestion service gave no answer that can be used."""


class Provider(Protocol):
    """Anything that knows what else people search for."""

    name: str

    def suggest(self, keyword: str, language: str) -> Sequence[str]:
        """Other keywords for this one.

        Raises:
            ProviderError: there is no usable answer.
        """


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A keyword that could be added, where it came from, and by what."""

    text: str
    kind: str
    origin: str


@dataclass(frozen=True)
class Patterns:
    """The provider that needs no network: patterns of one kind."""

    name: str
    year: int

    def suggest(self, keyword: str, language: str) -> Sequence[str]:
        """The keyword in each pattern of its language."""
        patterns = _patterns()[language][self.name]
        return [pattern.replace("{year}", str(self.year)).format(keyword) for pattern in patterns]


def expand(
    keywords: Iterable[str], language: str, providers: Sequence[Provider], most: int
) -> tuple[list[Suggestion], list[str]]:
    """Suggestions for these keywords, each once, and the names of the providers that failed."""
    found: dict[str, Suggestion] = {}
    failed: list[str] = []
    origins = [text for text in map(normalise, keywords) if refusal(text) is None]
    known = {fold(text) for text in origins}
    for origin in dict.fromkeys(origins):
        for provider in providers:
            if provider.name in failed:
                continue
            try:
                texts = provider.suggest(_literal(origin), language)
            except ProviderError:
                failed.append(provider.name)
                continue
            for text in map(normalise, texts):
                key = fold(text)
                if key not in known and key not in found and refusal(text) is None:
                    found[key] = Suggestion(text, provider.name, origin)
    return list(found.values())[:most], failed


def _literal(keyword: str) -> str:
    # A keyword is put into patterns; braces of its own have no place in a search.
    return keyword.replace("{", "").replace("}", "")


@lru_cache
def _patterns() -> dict[str, dict[str, list[str]]]:
    file = DATA / "expansions.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
