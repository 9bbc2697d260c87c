"""What people want, by signal words in both languages."""

from __future__ import annotations

import pytest

from systems.omni_keywords.app.keywords.intent import INTENTS, PHASES, intent, is_question


@pytest.mark.parametrize(
    ("text", "language", "name", "signal"),
    [
        ("comprar tênis de corrida", "pt", "transactional", "comprar"),
        ("tênis de corrida preço", "pt", "transactional", "preco"),
        ("quanto custa um tênis", "pt", "transactional", "quanto custa"),
        ("melhor tênis de corrida", "pt", "commercial", "melhor"),
        ("como escolher tênis", "pt", "informational", "como"),
        ("tênis de corrida ou de trilha", "pt", "comparison", "ou"),
        ("seguro auto telefone", "pt", "navigational", "telefone"),
        ("tênis de corrida", "pt", "informational", ""),
        ("buy running shoes", "en", "transactional", "buy"),
        ("best running shoes", "en", "commercial", "best"),
        ("how to choose running shoes", "en", "informational", "how to"),
        ("monstera vs snake plant", "en", "comparison", "vs"),
        ("bank login", "en", "navigational", "login"),
        ("running shoes near me", "en", "transactional", "near me"),
        ("best running shoes to buy", "en", "transactional", "buy"),
    ],
)
def test_intent(text: str, language: str, name: str, signal: str) -> None:
    """An intent comes with the word that gave it away."""
    found = intent(text, language)
    assert (found.name, found.signal) == (name, signal)
    assert found.name in INTENTS
    assert found.phase in PHASES


def test_small_words_are_read_in_their_language() -> None:
    """A word that means something else in the other language gives nothing away there."""
    assert intent("tênis or vermelho", "pt").name == "informational"
    assert intent("shoes or sandals", "en").name == "comparison"


def test_accents_do_not_matter() -> None:
    """A signal is known without its accents."""
    assert intent("tenis preco", "pt") == intent("tênis preço", "pt")


@pytest.mark.parametrize(
    ("text", "asks"), [("como limpar tênis", True), ("what is tea", True), ("chá verde", False)]
)
def test_questions(text: str, asks: bool) -> None:
    """A question is known by its first word."""
    assert is_question(text) is asks
