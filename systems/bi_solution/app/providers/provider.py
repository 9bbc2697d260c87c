"""What every provider does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from systems.bi_solution.app.lake.manifest import Manifest


@dataclass(frozen=True)
class Question:
    """A question and what was said before it."""

    text: str
    language: str
    before: tuple[tuple[str, str], ...] = ()
    """Earlier questions with their SQL, oldest first."""
    query: str | None = None
    """How the offline reader understood the last of them."""


@dataclass(frozen=True)
class Proposal:
    """The SQL that a provider proposes; the gate has not seen it yet."""

    sql: str
    query: str | None = None


class DontKnowError(Exception):
    """The provider can't answer; REASON is one that the pages can tell, DETAIL names words."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class ProviderFailedError(Exception):
    """The provider gave no usable reply; ask again or use another."""


class Provider(Protocol):
    """Turns questions into SQL."""

    name: str
    paid: bool

    def propose(self, question: Question, manifest: Manifest) -> Proposal:
        """SQL for a question.

        Raises:
            DontKnowError: the question can't be mapped to the data.
            ProviderFailedError: there was no reply, or none that can be read.
        """
        ...
