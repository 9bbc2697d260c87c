"""Asking: answers, conversations and what is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from systems.bi_solution.app.lake.warehouse import Reader
from systems.bi_solution.tests.people import Person

Visit = Callable[..., Person]


def test_an_answer_has_number_table_sql_and_source(visit: Visit, lake: Reader) -> None:
    """The API answers with the number, its table, the chart, the SQL and where it is from."""
    reply = visit("admin").chat("What were the sales by segment in March?")
    expected = lake.run("SELECT sum(revenue) FROM sales WHERE month(sold_on) = 3").rows[0][0]
    assert sum(row[1] for row in reply["rows"]) == pytest.approx(float(expected))
    assert reply["known"]
    assert reply["chart"] == {"type": "bar", "x": "segment", "y": "revenue", "title": "Revenue"}
    assert reply["sql"].startswith("SELECT segment, sum(revenue)")
    assert reply["source"]["version"] == lake.manifest.version
    assert "$" in reply["answer"]


def test_the_language_of_the_reader_is_spoken(visit: Visit) -> None:
    """The same question is answered in Portuguese with Portuguese numbers."""
    person = visit("admin", language="pt-BR,pt;q=0.9")
    assert "US$\xa04.596.039,58" in person.chat("Qual foi a receita total?")["answer"]


def test_a_conversation_keeps_its_context(visit: Visit) -> None:
    """A follow-up in the same conversation changes only what it says."""
    person = visit("admin")
    first = person.chat("Revenue in March")
    second = person.chat("and in April?", first["conversation"])
    third = person.chat("by store", first["conversation"])
    assert "2017-04-01" in second["sql"]
    assert "GROUP BY" in third["sql"]
    assert "2017-04-01" in third["sql"]


def test_not_knowing_is_an_answer(visit: Visit) -> None:
    """A question beyond the data is answered with the words that weren't understood."""
    reply = visit("admin").chat("What is the weather tomorrow?")
    assert not reply["known"]
    assert reply["rows"] == []
    assert reply["sql"] is None
    assert "weather" in reply["answer"]


def test_a_question_without_javascript(visit: Visit) -> None:
    """A plain form leads to the conversation's page, which shows the answer."""
    person = visit("admin")
    response = person.post("/ask", question="Top 5 suppliers by revenue", conversation="")
    assert response.status_code == 303
    page = person.get(response.headers["location"].split("#")[0])
    assert "Top 5 suppliers by revenue" in page.text
    assert "class='bars'" in page.text


@pytest.mark.parametrize("question", ["", "   ", "x" * 501, "\x00\x01"])
def test_an_empty_or_endless_question_is_refused_kindly(visit: Visit, question: str) -> None:
    """The page says what a question must be, and keeps what was written."""
    response = visit("admin").post("/ask", question=question, conversation="")
    assert response.status_code == 400
    assert "Write a question of 1 to 500 characters." in response.text


def test_a_conversation_can_be_deleted(visit: Visit) -> None:
    """A deleted conversation is gone for its owner as well."""
    person = visit("admin")
    key = person.chat("Revenue in March")["conversation"]
    assert person.post(f"/c/{key}/forget").status_code == 303
    assert person.get(f"/c/{key}").status_code == 404


def test_the_audit_tells_every_question(visit: Visit) -> None:
    """An administrator sees what was asked and what became of it."""
    visit("bazar").chat("What is the profit of unicorns?")
    page = visit("admin").get("/admin/questions").text
    assert "What is the profit of unicorns?" in page
    assert "not known" in page


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": 7},
        {"question": "x" * 501},
        {"question": "Revenue", "scope": "all"},
        [],
        "Revenue",
    ],
)
def test_a_wrong_body_is_told_by_field(visit: Visit, body: object) -> None:
    """The API refuses a body with the fields that aren't right, also one that it doesn't know."""
    response = visit("admin").chat_response(body)
    assert response.status_code == 422
    assert response.json()["fields"]


def test_statements_are_counted(visit: Visit) -> None:
    """Where MEASURE is set, each response says how many statements it took."""
    timing = visit("admin").get("/dashboard").headers["server-timing"]
    assert int(timing.split('"')[1]) > 10
