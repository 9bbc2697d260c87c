"""Portuguese and English, by choice or by what the browser asks for."""

from __future__ import annotations

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from systems.omni_keywords.app.language import LOCALE
from systems.omni_keywords.tests.conftest import Person

KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("pt-BR,pt;q=0.9,en;q=0.5", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("en-GB,en;q=0.8", "en"),
        ("de, fr;q=0.8", "en"),
        ("de, pt;q=0.3", "pt-BR"),
        ("", "en"),
    ],
)
def test_what_the_browser_asks_for(stranger: Person, asked: str, language: str) -> None:
    """The language is the first of ours that the browser names, else English."""
    page = stranger.get("/login", headers={"Accept-Language": asked}).text
    assert f'<html lang="{language}">' in page


def test_the_visitors_choice(stranger: Person) -> None:
    """A visitor's choice counts more than what the browser asks for, and leads back."""
    answer = stranger.send("/language", {"language": "pt-BR", "next": "/login?next=/"})
    assert answer.headers["Location"] == "/login?next=/"
    page = stranger.get("/login", headers={"Accept-Language": "en"}).text
    assert '<html lang="pt-BR">' in page
    answer = stranger.send("/language", {"language": "xx", "next": "//evil.example"})
    assert answer.headers["Location"] == "/"
    assert "Set-Cookie" not in answer.headers or "language=xx" not in str(answer.headers)


def test_numbers_follow_the_language(viewer: Person) -> None:
    """Figures, money and dates are written as the reader's language does."""
    english = viewer.get("/niches/1", headers={"Accept-Language": "en"}).text
    portuguese = viewer.get("/niches/1", headers={"Accept-Language": "pt-BR"}).text
    assert "Jun 1, 2026" in english
    assert "1 de jun. de 2026" in portuguese


def test_every_text_is_translated() -> None:
    """Every text of the pages is in the Portuguese catalogue, and none is left empty."""
    methods = [("app/**.py", "python"), ("app/templates/**.html", "jinja2")]
    found = {
        message[0] if isinstance(message, tuple) else message
        for _file, _line, message, _comments, _context in extract_from_dir(
            LOCALE.parent,
            method_map=methods,
            options_map={"app/templates/**.html": {"trimmed": "true"}},
            keywords=KEYWORDS,
        )
    }
    with (LOCALE / "pt_BR" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = {
            message.id[0] if isinstance(message.id, tuple) else message.id: message.string
            for message in read_po(file)
            if message.id
        }
    assert found - catalogue.keys() == set()
    assert catalogue.keys() - found == set()
    assert all(catalogue.values())
