"""Listings are written from what is known, by rules or by a model that isn't believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from systems.beecatalog.app.filling.answer import checked
from systems.beecatalog.app.filling.brief import Brief, NoAnswerError
from systems.beecatalog.app.filling.models import Gemini, OpenAI
from systems.beecatalog.app.filling.offline import Offline, category_of, shortened
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.shop import opened
from systems.beecatalog.tests.model_server import Model

FACTS = {
    "name": "Camiseta manga curta de algodão novo",
    "brand": "Pampa",
    "color": "Azul",
    "description": "Camiseta com 2 bolsos, corte feminino.",
}


def brief(slug: str = "mercado-livre") -> Brief:
    """A T-shirt for a marketplace."""
    return Brief(marketplaces()[slug], FACTS)


@pytest.mark.parametrize("slug", list(marketplaces()))
def test_rules_keep_every_limit(slug: str) -> None:
    """What our rules write passes the same checks as a model's answer, whole."""
    suggestion = checked(Offline().write(brief(slug)), brief(slug))
    assert suggestion.notes == []
    assert 0 < len(suggestion.title) <= marketplaces()[slug].limit("title").max
    assert suggestion.category == "fashion"


def test_forbidden_words_leave_the_title() -> None:
    """A word that the marketplace forbids is left out of the title."""
    assert "novo" not in Offline().write(brief())["title"].lower()


def test_categories() -> None:
    """A category is found by the first word that names one, and none is guessed."""
    assert category_of("Tênis de corrida com bola") == "shoes"
    assert category_of("Canecas esmaltadas") == "home"
    assert category_of("Xyz") == ""


def test_titles_end_at_a_word() -> None:
    """A title that is too long ends with a whole word."""
    assert shortened("Panela de pressão grande", 17) == "Panela de pressão"
    assert shortened("x" * 30, 10) == "x" * 10


GOOD = {
    "title": "Camiseta Pampa azul manga curta",
    "description": "Camiseta de algodão com 2 bolsos.",
    "bullets": [],
    "keywords": ["camiseta", "algodão"],
    "category": "fashion",
    "attributes": {"color": "azul", "gender": "Feminino"},
}


def test_good_answer_is_taken() -> None:
    """An answer within the limits and the facts is taken whole, in the list's spelling."""
    found = checked(GOOD, brief())
    assert (found.title, found.category) == (GOOD["title"], "fashion")
    assert found.attributes == {"color": "azul", "gender": "Feminino"}
    assert found.notes == []


@pytest.mark.parametrize(
    ("field", "value", "note"),
    [
        ("title", "Camiseta " * 20, "title:too_long"),
        ("title", "Camiseta com frete grátis", "title:forbidden"),
        ("title", "Camiseta 100% algodão", "title:number"),
        ("title", "Veja em https://x.example", "title:contact"),
        ("description", "Pesa 250 g e tem 70 cm", "description:number"),
        ("description", "<script>alert(1)</script>", "description:contact"),
        ("keywords", ["ligue", "a@b.com"], "keywords:contact"),
        ("attributes", {"gender": "Alienígena"}, "attribute.gender:not_a_choice"),
        ("attributes", {"color": "Vermelho"}, "attribute.color:not_said"),
    ],
)
def test_bad_answers(field: str, value: Any, note: str) -> None:
    """What breaks a limit, or says what the facts don't say, is not taken and is told."""
    assert note in checked({**GOOD, field: value}, brief()).notes


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"title": 7, "bullets": "x", "keywords": {}, "attributes": [], "category": ["a"]},
        {"gtin": "1"},
    ],
)
def test_odd_answers(answer: dict[str, Any]) -> None:
    """An answer of the wrong shape gives nothing, and codes can't be given at all."""
    found = checked(answer, brief())
    assert (found.title, found.category, found.attributes) == ("", "", {})
    assert not hasattr(found, "gtin")


@pytest.fixture
def url() -> Iterator[str]:
    """A local server that speaks both wire formats."""
    with opened(desk=Model) as address:
        Model.asked.clear()
        Model.says, Model.status = GOOD, 200
        yield f"http://{address}"


def test_gemini(url: str) -> None:
    """Gemini is asked in its own format, its key in a header and never in the address."""
    assert Gemini("key-1", url, "gemini-x").write(brief()) == GOOD
    asked = Model.asked[0]
    assert asked["path"] == "/v1beta/models/gemini-x:generateContent"
    assert asked["headers"]["x-goog-api-key"] == "key-1"
    told = json.loads(asked["body"]["contents"][0]["parts"][0]["text"])
    assert told["facts"] == FACTS


def test_openai(url: str) -> None:
    """OpenAI is asked in its own format, and fences around its answer don't matter."""
    Model.says = f"```json\n{json.dumps(GOOD)}\n```"
    assert OpenAI("key-2", url, "gpt-x").write(brief()) == GOOD
    asked = Model.asked[0]
    assert (asked["path"], asked["body"]["model"]) == ("/v1/chat/completions", "gpt-x")
    assert asked["headers"]["Authorization"] == "Bearer key-2"


@pytest.mark.parametrize(
    ("says", "status"), [("no json", 200), ("[1]", 200), (GOOD, 500), ("x" * 300_000, 200)]
)
def test_no_answer(url: str, says: Any, status: int) -> None:
    """An answer that can't be read, an error and an endless answer are one kind of failure."""
    Model.says, Model.status = says, status
    for provider in (Gemini("k", url, "m"), OpenAI("k", url, "m")):
        with pytest.raises(NoAnswerError):
            provider.write(brief())


def test_nobody_there() -> None:
    """A service that isn't there is a failure too, never a crash."""
    with pytest.raises(NoAnswerError):
        OpenAI("k", "http://127.0.0.1:1", "m").write(brief())
