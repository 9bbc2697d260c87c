"""Scores the providers on 150 questions: `python -m systems.bi_solution.score [--data DIR]`.

The right answer to each is what its own SQL, written by hand, gives on the seeded data. An answer
is right if it has the same rows; it may have more columns. Where the data can't answer, only
"I don't know" is right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

from systems.bi_solution.app.answers import service
from systems.bi_solution.app.answers.answer import Answer
from systems.bi_solution.app.lake.manifest import LakeError
from systems.bi_solution.app.lake.warehouse import Warehouse
from systems.bi_solution.app.language import Language
from systems.bi_solution.app.providers import choice
from systems.bi_solution.app.providers.provider import Provider, Question
from systems.bi_solution.app.settings import SettingsError, from_environment

FILE = Path(__file__).with_name("data") / "questions.jsonl"

RIGHT, UNSURE, WRONG = "right", "I don't know", "wrong"

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Case:
    """A question, what was asked before it, and the SQL of its right answer; None has none."""

    id: int
    language: str
    question: str
    sql: str | None
    before: tuple[str, ...] = ()


@dataclass
class Score:
    """How a provider did."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[Case, str, str | None]] = field(default_factory=list)

    def note(self, case: Case, verdict: str, sql: str | None) -> None:
        """Count one answer."""
        self.counts[verdict] += 1
        self.counts[f"{case.language} {verdict}"] += 1
        if verdict != RIGHT:
            self.missed.append((case, verdict, sql))


def cases(file: Path = FILE) -> list[Case]:
    """The questions."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        found.append(
            Case(
                raw["id"],
                raw["language"],
                raw["question"],
                raw["sql"],
                tuple(raw.get("before", ())),
            )
        )
    return found


def judge(answer: Answer, right: Rows | None) -> str:
    """Whether an answer is right, honest, or wrong."""
    if right is None:
        return WRONG if answer.known else RIGHT
    if not answer.known:
        return UNSURE
    return RIGHT if same(right, answer.rows) else WRONG


def same(right: Rows, given: Rows) -> bool:
    """Whether some columns of the given rows are the right rows, in any order of rows."""
    if len(right) != len(given):
        return False
    if not right:
        return True
    wanted, offered = len(right[0]), len(given[0])
    expected = sorted(tuple(map(_plain, row)) for row in right)
    return any(
        sorted(tuple(_plain(row[place]) for place in places) for row in given) == expected
        for places in permutations(range(offered), wanted)
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float | Decimal):
        return f"{float(value):.7g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def score(warehouse: Warehouse, provider: Provider, asked: list[Case]) -> Score:
    """Ask a provider everything."""
    result = Score(provider.name)
    known: dict[str, Rows] = {}
    with warehouse.open(None) as reader:
        for case in asked:
            answer = _ask(warehouse, provider, case)
            if case.sql is not None and case.sql not in known:
                known[case.sql] = reader.run(case.sql).rows
            right = None if case.sql is None else known[case.sql]
            result.note(case, judge(answer, right), answer.sql)
    return result


def _ask(warehouse: Warehouse, provider: Provider, case: Case) -> Answer:
    language = Language("pt-BR" if case.language == "pt" else "en")
    earlier: list[Answer] = []
    for text in (*case.before, case.question):
        question = Question(
            text,
            language.code,
            tuple((one.question, one.sql) for one in earlier if one.sql),
            next((one.query for one in reversed(earlier) if one.query), None),
        )
        earlier.append(service.ask(warehouse, None, provider, question, language))
    return earlier[-1]


def _show(result: Score, total: int, *, misses: bool) -> None:
    right = result.counts[RIGHT]
    print(
        f"{result.name}: {right} of {total} right ({100 * right / total:.0f} %),"
        f" {result.counts[UNSURE]} times “I don't know”, {result.counts[WRONG]} wrong."
    )
    for language in ("pt", "en"):
        counts = [result.counts[f"{language} {one}"] for one in (RIGHT, UNSURE, WRONG)]
        print(f"  {language}: {counts[0]} right, {counts[1]} not known, {counts[2]} wrong")
    if misses:
        for case, verdict, sql in result.missed:
            print(f"  {case.id} {verdict}: {' >> '.join((*case.before, case.question))}")
            if verdict == WRONG:
                print(f"      {sql}")


def main(arguments: list[str] | None = None) -> int:
    """Score each provider whose key is set, and the offline reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the data folder (default: var/bi_solution)")
    parser.add_argument("--provider", help="only this one; the paid ones cost 160 calls each")
    parser.add_argument("--misses", action="store_true", help="list what wasn't right")
    given = parser.parse_args(arguments)
    try:
        settings = from_environment(given.data)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    providers = choice.available(settings)
    if given.provider and given.provider not in providers:
        print(f"There is no {given.provider}; there is: {', '.join(providers)}", file=sys.stderr)
        return 2
    asked = cases()
    try:
        for name, provider in providers.items():
            if given.provider in {None, name}:
                result = score(Warehouse(settings.lake), provider, asked)
                _show(result, len(asked), misses=given.misses)
    except LakeError:
        print(f"{settings.data} isn't seeded: seed it first", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
