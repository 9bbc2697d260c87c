"""The 150 questions and how providers are scored."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from systems.bi_solution import score
from systems.bi_solution.app.answers.answer import Answer
from systems.bi_solution.app.lake.warehouse import Warehouse
from systems.bi_solution.app.providers.offline import Offline


def test_there_are_150_questions_in_two_languages() -> None:
    """The collection holds 150 different questions, half in each language."""
    found = score.cases()
    assert len({one.question for one in found if not one.before}) + sum(
        bool(one.before) for one in found
    ) == len(found)
    assert len(found) == 150
    assert {one.language for one in found} == {"pt", "en"}


def test_the_offline_reader_is_never_below_its_published_score(data: Path) -> None:
    """Of all questions it has 132 right, doesn't know the others, and never gives a wrong one."""
    found = score.score(Warehouse(data / "lake"), Offline(data / "lake"), score.cases())
    assert found.counts[score.WRONG] == 0
    assert found.counts[score.RIGHT] >= 132


def test_more_columns_are_right_and_other_rows_are_wrong() -> None:
    """An answer may show more than was asked, and its rows may be in another order."""
    right = [("a", Decimal("1.50")), ("b", Decimal(2))]
    assert score.same(right, [("b", 9, 2.0), ("a", 8, 1.5)])
    assert not score.same(right, [("a", 2.0), ("b", 1.5)])
    assert not score.same(right, right[:1])


def test_only_not_knowing_is_right_where_there_is_no_answer() -> None:
    """A number for a question that the data can't answer is wrong."""
    known = Answer("q", "1", known=True, provider="x", outcome="answered", rows=[(1,)])
    unknown = Answer("q", "?", known=False, provider="x", outcome="unknown")
    assert score.judge(known, None) == score.WRONG
    assert score.judge(unknown, None) == score.RIGHT
    assert score.judge(unknown, [(1,)]) == score.UNSURE
