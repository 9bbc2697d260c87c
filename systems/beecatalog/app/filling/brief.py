"""What a provider is told of a product, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from systems.beecatalog.app.marketplaces.definition import Marketplace


@dataclass(frozen=True)
class Brief:
    """What is known of a product, and who it is written for."""

    market: Marketplace
    facts: dict[str, str]
    """Only what the file, the page or a person said."""

    @property
    def source(self) -> str:
        """All that is known, as one text: what isn't in it isn't known."""
        return "\n".join(self.facts.values())


@dataclass
class Suggestion:
    """What may be taken over into a listing, after it was checked."""

    title: str = ""
    description: str = ""
    bullets: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    category: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class NoAnswerError(Exception):
    """A provider that didn't answer, or not in a form that can be read."""


class Provider(Protocol):
    """Somebody who writes listings."""

    name: str

    def write(self, brief: Brief) -> dict[str, Any]:
        """Title, description, bullets, keywords, category and attributes, unchecked.

        Raises:
            NoAnswerError: there is none.
        """
        ...
