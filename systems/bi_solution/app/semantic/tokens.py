"""Splits a question into the longest phrases that the model knows."""

from __future__ import annotations

from dataclasses import dataclass

from systems.bi_solution.app.semantic.model import Meaning, Model


@dataclass(frozen=True)
class Token:
    """A word or a phrase, and what it may mean."""

    text: str
    meanings: tuple[Meaning, ...]

    def role(self, name: str) -> bool:
        """Whether it plays this part."""
        return any(one.kind == "role" and one.name == name for one in self.meanings)

    def first(self, kind: str) -> Meaning | None:
        """Its first meaning of a kind."""
        return next((one for one in self.meanings if one.kind == kind), None)


def tokens(model: Model, text: str) -> list[Token]:
    """The phrases of a normal text in their order; unknown words have no meaning."""
    parts, found, place = text.split(), [], 0
    while place < len(parts):
        for length in range(min(model.longest, len(parts) - place), 0, -1):
            phrase = tuple(parts[place : place + length])
            if phrase in model.phrases or length == 1:
                found.append(Token(" ".join(phrase), tuple(model.phrases.get(phrase, ()))))
                place += length
                break
    return found
