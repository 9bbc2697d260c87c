"""From one keyword to many, with and without a suggestion service."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from systems.omni_keywords.app.keywords.expand import KINDS, Patterns, ProviderError, expand
from systems.omni_keywords.app.keywords.suggestions import OpenSearchSuggestions
from systems.omni_keywords.app.settings import MOST_EXPANSIONS
from systems.omni_keywords.tests.conftest import Person

Service = Callable[[bytes, int], OpenSearchSuggestions]


@pytest.fixture
def service() -> Iterator[Service]:
    """A suggestion service on this machine that answers what a test wants."""
    servers = []

    def serve(answer: bytes, status: int = 200) -> OpenSearchSuggestions:
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        address = f"http://127.0.0.1:{server.server_port}/?q={{query}}&hl={{language}}"
        return OpenSearchSuggestions(address)

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "pt",
            {"comprar café", "o que é café", "café para iniciantes", "café para comprar em 2026"},
        ),
        ("en", {"buy café", "what is café", "café for beginners", "café to buy in 2026"}),
    ],
)
def test_patterns(language: str, wanted: set[str]) -> None:
    """Prefixes, questions and long tails are made in the niche's language."""
    found, failed = expand(["Café"], language, [Patterns(kind, 2026) for kind in KINDS], 100)
    texts = [one.text for one in found]
    assert wanted <= set(texts)
    assert len(texts) == len(set(texts))
    assert not failed


def test_hostile_keywords() -> None:
    """Braces, formulas and empty lines in a keyword do no harm, and the number has a limit."""
    asked = ["{0.__class__}", "", "=cmd|x", "de", *(f"word {n}" for n in range(100))]
    found, _failed = expand(asked, "en", [Patterns(kind, 2026) for kind in KINDS], MOST_EXPANSIONS)
    assert len(found) == MOST_EXPANSIONS
    assert "buy 0.__class__" in {one.text for one in found}


def test_a_service(service: Service) -> None:
    """A suggestion service's answers are cleaned and told apart from patterns."""
    told = service(json.dumps(["tea", ["Green  Tea", "tea", 7, "x" * 200]]).encode(), 200)
    found, failed = expand(["tea"], "en", [told], 10)
    assert [(one.text, one.kind) for one in found] == [("green tea", "service")]
    assert not failed


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"<html>", 200), (b'{"a": 1}', 200), (b"[]", 200), (b'["q", "x"]', 200), (b"[]", 500),
     (b"x" * 300_000, 200)],
)  # fmt: skip
def test_a_service_that_fails(service: Service, answer: bytes, status: int) -> None:
    """A service that gives no usable answer is named as failed, and the patterns still work."""
    providers = [service(answer, status), Patterns("questions", 2026)]
    found, failed = expand(["tea", "coffee"], "en", providers, 100)
    assert failed == ["service"]
    assert "what is coffee" in {one.text for one in found}


def test_a_service_that_is_not_there() -> None:
    """A service that can't be reached has failed."""
    with pytest.raises(ProviderError):
        OpenSearchSuggestions("http://127.0.0.1:1/{query}").suggest("tea", "en")


def test_the_page_adds_what_was_chosen(editor: Person) -> None:
    """Suggestions are shown first, and only the chosen ones become keywords."""
    asked = {"keywords": "chinelo de praia", "kinds": ["questions"], "category": "0"}
    page = editor.send("/niches/1/expand", asked).text
    assert "quanto custa chinelo de praia" in page
    chosen = {"keyword": ["quanto custa chinelo de praia", "o que é chinelo de praia"]}
    run = editor.send("/niches/1/expand/add", chosen, follow_redirects=True)
    assert run.status_code == 200
    table = editor.get("/niches/1/keywords?q=chinelo").text
    assert "quanto custa chinelo de praia" in table
    assert "como usar chinelo de praia" not in table


def test_a_category_of_another_niche_is_not_taken(editor: Person, admin: Person) -> None:
    """Suggestions can't be put into a category of another niche."""
    editor.send("/niches/1/expand/add", {"keyword": ["galocha azul"], "category": "9"})
    assert "galocha azul" not in admin.get("/niches/3/keywords?q=galocha").text
    assert "galocha azul" in editor.get("/niches/1/keywords?q=galocha").text
