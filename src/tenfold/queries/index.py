"""An index that could be: what it would hold, its name and its statement."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tenfold.queries.schema import Term, quote


@dataclass(frozen=True, slots=True)
class Candidate:
    """An index that may be worth building."""

    table: str
    terms: tuple[Term, ...]
    where: str | None = None
    """The predicate of a partial index; None for an index of all rows."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys as text, in order."""
        return tuple(term.text for term in self.terms)

    @property
    def name(self) -> str:
        """A name that says what the index holds, and that no two candidates share."""
        said = "_".join(re.sub(r"\W+", "_", term.text).strip("_").lower() for term in self.terms)
        digest = hashlib.sha256(self.definition.encode()).hexdigest()[:6]
        table = re.sub(r"\W+", "_", self.table).lower()
        return f"tf_{table}_{said}"[:52].rstrip("_") + f"_{digest}"

    @property
    def definition(self) -> str:
        """Table, keys and predicate, without the name: two candidates are one if these agree."""
        keys = ", ".join(term.sql for term in self.terms)
        where = f" WHERE {self.where}" if self.where else ""
        return f"{quote(self.table)} ({keys}){where}"

    @property
    def sql(self) -> str:
        """The statement that makes it."""
        return f"CREATE INDEX {quote(self.name)} ON {self.definition}"


def leads(shorter: tuple[Term, ...], longer: tuple[Term, ...]) -> bool:
    """Tell whether `shorter` is how `longer` begins, so that the longer can stand in for it."""
    return len(shorter) <= len(longer) and longer[: len(shorter)] == shorter


def by_name(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates in the one order that every run shares."""
    return sorted(candidates, key=lambda candidate: candidate.name)
