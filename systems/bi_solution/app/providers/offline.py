"""The default: the semantic layer of data/semantic.toml, without network and without cost."""

from __future__ import annotations

from pathlib import Path

from systems.bi_solution.app.lake.manifest import Manifest
from systems.bi_solution.app.providers.provider import DontKnowError, Proposal, Question
from systems.bi_solution.app.semantic import model, query
from systems.bi_solution.app.semantic.compiler import compile_query
from systems.bi_solution.app.semantic.periods import Calendar
from systems.bi_solution.app.semantic.reader import Reader, UnknownError


class Offline:
    """Understands the words of the semantic file."""

    name = "offline"
    paid = False

    def __init__(self, lake: Path) -> None:
        self._lake = lake

    def propose(self, question: Question, manifest: Manifest) -> Proposal:
        """SQL by the words of the question and of the one before it."""
        words, calendar = model.load(self._lake), Calendar(manifest.first, manifest.last)
        before = query.from_json(question.query) if question.query else None
        try:
            found = Reader(words, calendar).read(question.text, question.language[:2], before)
        except UnknownError as error:
            raise DontKnowError(error.reason, ", ".join(error.words[:5])) from error
        return Proposal(compile_query(found, words, calendar), found.to_json())
