"""What a reader gives for each row: a keyword as written, figures, and what wasn't understood."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableError(Exception):
    """Nothing of the file can be read; `reason` names why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """One row of what was brought, numbered as the person sees it."""

    number: int
    text: str
    volume: int | None = None
    cpc: float | None = None
    competition: float | None = None
    reasons: tuple[str, ...] = ()
    """Names of what is wrong with the row's cells, or with the row itself."""
    refused: bool = False
