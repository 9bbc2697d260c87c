"""Models by key: their wire formats on a local server, and the same gate for what they write."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from systems.bi_solution.app.answers import service
from systems.bi_solution.app.lake.warehouse import Warehouse
from systems.bi_solution.app.language import Language
from systems.bi_solution.app.providers.gemini import Gemini
from systems.bi_solution.app.providers.offline import Offline
from systems.bi_solution.app.providers.openai import OpenAI
from systems.bi_solution.app.providers.provider import Provider, Question
from systems.bi_solution.app.settings import Settings
from systems.bi_solution.app.web.application import create
from systems.bi_solution.app.web.asking import PAID_PER_MINUTE
from systems.bi_solution.tests.people import Person


class Service:
    """A local server that speaks both wire formats and writes down what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.text = json.dumps({"sql": "SELECT sum(revenue) AS revenue FROM sales"})
        self.status = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.asked.append((self.path, headers, body))
                if self.path.endswith("/chat/completions"):
                    reply: Any = {"choices": [{"message": {"content": service.text}}]}
                else:
                    reply = {"candidates": [{"content": {"parts": [{"text": service.text}]}}]}
                data = json.dumps(reply).encode()
                self.send_response(service.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def model() -> Iterator[Service]:
    """A service that runs for one test."""
    made = Service()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture(params=["openai", "gemini"])
def provider(request: pytest.FixtureRequest, model: Service) -> Provider:
    """Each provider that needs a key."""
    if request.param == "openai":
        return OpenAI("secret-key", model.url, "some-model")
    return Gemini("secret-key", model.url, "some-model")


def _ask(data: Path, provider: Provider, question: Question | None = None) -> Any:
    asked = question or Question("Total revenue?", "en")
    return service.ask(Warehouse(data / "lake"), None, provider, asked, Language("en"))


def test_a_model_answers_like_the_offline_reader(data: Path, provider: Provider) -> None:
    """SQL from a model gives the same number as the reader's own."""
    answer = _ask(data, provider)
    assert answer.known
    assert answer.rows == _ask(data, Offline(data / "lake")).rows


def test_what_is_sent(data: Path, provider: Provider, model: Service) -> None:
    """The key is in a header, earlier questions go along, and no row of data does."""
    before = (("Revenue in March", "SELECT 1"),)
    _ask(data, provider, Question("and in April?", "en", before))
    path, headers, body = model.asked[0]
    sent = json.dumps(body)
    assert "secret-key" in headers.get("authorization", "") + headers.get("x-goog-api-key", "")
    assert "secret-key" not in path + sent
    assert "Revenue in March" in sent
    assert "and in April?" in sent
    assert "sales(sold_on DATE" in sent
    assert "BANANAS" not in sent


@pytest.mark.parametrize(
    "sql",
    [
        "DROP VIEW sales",
        "SELECT 1; DROP VIEW sales",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM duckdb_settings()",
    ],
)
def test_a_model_passes_the_same_gate(
    data: Path, provider: Provider, model: Service, sql: str
) -> None:
    """What a model was talked into doesn't run."""
    model.text = json.dumps({"sql": sql})
    answer = _ask(data, provider)
    assert (answer.known, answer.outcome, answer.rows) == (False, "refused", [])


def test_a_model_may_not_know(data: Path, provider: Provider, model: Service) -> None:
    """A model that says it doesn't know is believed."""
    model.text = json.dumps({"unknown": "There is no weather in these tables."})
    answer = _ask(data, provider)
    assert answer.outcome == "unknown"
    assert "no weather" in answer.text


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"sql": 7}', ""])
def test_an_unusable_reply_is_no_answer(
    data: Path, provider: Provider, model: Service, text: str
) -> None:
    """A reply that isn't what was asked for is said kindly."""
    model.text = text
    assert _ask(data, provider).outcome == "failed"


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_service_that_fails_is_no_answer(
    data: Path, provider: Provider, model: Service, status: int
) -> None:
    """A service's refusal is said kindly, without its words."""
    model.status = status
    assert "doesn't answer" in _ask(data, provider).text


def test_a_service_that_is_not_there_is_no_answer(data: Path) -> None:
    """Without a network the answer is that there is none."""
    assert _ask(data, OpenAI("k", "http://127.0.0.1:9", "m")).outcome == "failed"


def test_wrong_columns_are_no_answer(data: Path, provider: Provider, model: Service) -> None:
    """SQL that the data refuses is said kindly."""
    model.text = json.dumps({"sql": "SELECT profit FROM sales"})
    assert _ask(data, provider).outcome == "failed"


def test_a_model_sees_the_readers_segments_only(own_data: Path, model: Service) -> None:
    """Whatever a model writes, it is run within the asker's segments."""
    model.text = json.dumps({"sql": "SELECT DISTINCT segment FROM sales ORDER BY 1"})
    app = create(Settings(data=own_data, openai_key="k", openai_url=model.url))
    person = Person(app, own_data)
    person.login("bazar")
    reply = person.chat("List all segments of everybody")
    assert reply["provider"] == "openai"
    assert [row[0] for row in reply["rows"]] == ["COSMETICS", "DRUG GM", "GARDEN CENTER"]


def test_paid_questions_are_paced(own_data: Path, model: Service) -> None:
    """One person can't spend without end: the model is asked so often a minute."""
    app = create(Settings(data=own_data, openai_key="k", openai_url=model.url))
    person = Person(app, own_data)
    person.login("admin")
    model.text = json.dumps({"unknown": "no"})
    statuses = [
        person.chat_response({"question": "Revenue"}).status_code
        for _ in range(PAID_PER_MINUTE + 1)
    ]
    assert statuses == [200] * PAID_PER_MINUTE + [429]
    offline = person.chat_response({"question": "Total revenue", "provider": "offline"})
    assert offline.status_code == 200
