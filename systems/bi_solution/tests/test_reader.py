"""The offline reader of questions, from words to SQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from systems.bi_solution.app import gate
from systems.bi_solution.app.semantic import model
from systems.bi_solution.app.semantic.compiler import compile_query
from systems.bi_solution.app.semantic.periods import Calendar, PeriodReader
from systems.bi_solution.app.semantic.query import from_json
from systems.bi_solution.app.semantic.reader import Reader, UnknownError
from systems.bi_solution.app.semantic.words import normal

CALENDAR = Calendar(date(2017, 1, 1), date(2017, 12, 31))


@pytest.fixture
def reader(data: Path) -> Reader:
    """A reader with the words of the seeded lake."""
    return Reader(model.load(data / "lake"), CALENDAR)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("em março", (2017, 3, 1), (2017, 4, 1)),
        ("in march 2017", (2017, 3, 1), (2017, 4, 1)),
        ("nos últimos 3 meses", (2017, 10, 1), (2018, 1, 1)),
        ("over the last three months", (2017, 10, 1), (2018, 1, 1)),
        ("na última semana", (2017, 12, 25), (2018, 1, 1)),
        ("mês passado", (2017, 12, 1), (2018, 1, 1)),
        ("entre março e junho", (2017, 3, 1), (2017, 7, 1)),
        ("from May to July", (2017, 5, 1), (2017, 8, 1)),
        ("no segundo trimestre", (2017, 4, 1), (2017, 7, 1)),
        ("in Q3", (2017, 7, 1), (2017, 10, 1)),
        ("no primeiro semestre", (2017, 1, 1), (2017, 7, 1)),
        ("em 24 de dezembro", (2017, 12, 24), (2017, 12, 25)),
        ("on December 24th", (2017, 12, 24), (2017, 12, 25)),
        ("em 15/03/2017", (2017, 3, 15), (2017, 3, 16)),
        ("2017-03-15", (2017, 3, 15), (2017, 3, 16)),
        ("ontem", (2017, 12, 30), (2017, 12, 31)),
        ("em 2017", (2017, 1, 1), (2018, 1, 1)),
        ("em dez", (2017, 12, 1), (2018, 1, 1)),
    ],
)
def test_time_expressions(
    data: Path, text: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    """An expression of time means the days that people mean by it."""
    _, found = PeriodReader(model.load(data / "lake"), CALENDAR, month_first=False).read(
        normal(text)
    )
    assert [(one.start, one.end) for one in found] == [(date(*start), date(*end))]


def test_the_order_of_day_and_month_follows_the_language(data: Path) -> None:
    """05/03 is the fifth of March in Portuguese and the third of May in English."""
    words = model.load(data / "lake")
    for first, day in ((False, date(2017, 3, 5)), (True, date(2017, 5, 3))):
        _, found = PeriodReader(words, CALENDAR, month_first=first).read("05/03/2017")
        assert found[0].start == day


@pytest.mark.parametrize(
    ("question", "language", "reason"),
    [
        ("Qual a previsão do tempo?", "pt", "words"),
        ("What is the profit margin?", "en", "words"),
        ("Vendas de 2015", "pt", "outside"),
        ("Vendas em 31/02/2017", "pt", "date"),
        ("Estoque em fevereiro", "pt", "stock"),
        ("Receita e estoque por loja", "pt", "measures"),
        ("em abril", "pt", "measure"),
        ("Lojas com mais de três produtos e receita", "pt", "threshold"),
        ("", "en", "measure"),
        ("???", "pt", "measure"),
        ("'; DROP TABLE sales; --", "en", "words"),
    ],
)
def test_what_is_not_understood_is_said(
    reader: Reader, question: str, language: str, reason: str
) -> None:
    """A question that the words don't cover gives its reason and no number."""
    with pytest.raises(UnknownError) as caught:
        reader.read(question, language)
    assert caught.value.reason == reason


def test_a_word_between_two_known_ones_is_named(reader: Reader) -> None:
    """The word that wasn't understood is told, so that it can be replaced."""
    with pytest.raises(UnknownError) as caught:
        reader.read("Receita esotérica por loja", "pt")
    assert caught.value.words == ("esoterica",)


@pytest.mark.parametrize(
    ("first", "then", "measure", "dimensions", "month"),
    [
        ("Receita em março", "e em abril?", "revenue", (), 4),
        ("Receita em março", "por loja", "revenue", ("store",), 3),
        ("Receita por loja em março", "e o desconto?", "discount", ("store",), 3),
        ("Sales by segment in March", "and in May?", "revenue", ("segment",), 5),
    ],
)
def test_a_follow_up_keeps_what_it_does_not_say(
    reader: Reader, first: str, then: str, measure: str, dimensions: tuple[str, ...], month: int
) -> None:
    """What a follow-up leaves out is taken from the question before, also after storage."""
    before = from_json(reader.read(first, "pt").to_json())
    query = reader.read(then, "pt", before)
    assert (query.measure, query.dimensions) == (measure, dimensions)
    assert query.periods[0].start.month == month


def test_a_full_question_does_not_inherit(reader: Reader) -> None:
    """A question that stands alone forgets the filters of the one before."""
    before = reader.read("Receita da loja 367 em março", "pt")
    assert reader.read("Quantas unidades foram vendidas em maio?", "pt", before).filters == ()


@pytest.mark.parametrize(
    ("question", "value"),
    [("mais de 50.000", 50_000.0), ("mais de 50 mil", 50_000.0), ("mais de 1,5 milhão", 1.5e6)],
)
def test_portuguese_amounts(reader: Reader, question: str, value: float) -> None:
    """A point parts thousands in Portuguese, and words scale."""
    found = reader.read(f"Quais lojas faturaram {question}?", "pt").threshold
    assert found is not None
    assert found.value == value


def test_whatever_is_compiled_passes_the_gate(reader: Reader, data: Path) -> None:
    """The reader's own SQL goes through the same gate as a model's."""
    words = model.load(data / "lake")
    for question in (
        "Crescimento das vendas por segmento em dezembro",
        "Participação da marca própria nas vendas da mercearia",
        "Média diária de vendas por loja",
        "Crescimento mensal da receita",
        "Compare as vendas de março e abril por segmento",
        "Rupturas por segmento",
    ):
        assert gate.admit(compile_query(reader.read(question, "pt"), words, CALENDAR), 1_000)
