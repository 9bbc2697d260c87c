"""The JSON API: what programs may read and change, as its description says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from systems.omni_keywords.app.api import DESCRIPTION

Ask = Callable[..., Any]


@pytest.fixture
def ask(app: Flask, accounts: list[dict[str, str]]) -> Ask:
    """Ask the API with somebody's key."""
    client = app.test_client()

    def asked(who: str, method: str, path: str, **options: Any) -> Any:
        account = next(one for one in accounts if one["email"].startswith(f"{who}@"))
        key = {"Authorization": f"Bearer {account['token']}"}
        return client.open(f"/api/v1{path}", method=method, headers=key, **options)

    return asked


def test_the_description_is_true(app: Flask) -> None:
    """Every route of the API is described, and nothing else is."""
    paths = json.loads(DESCRIPTION.read_text())["paths"]
    described = {
        (method.upper(), path)
        for path, methods in paths.items()
        for method in methods
        if method != "parameters"
    }
    routes = {
        (method, re.sub(r"<int:(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.rule != "/api/v1/openapi.json"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routes


def test_answers_are_as_described(ask: Ask) -> None:
    """A keyword, a run and a niche have the fields that the description requires."""
    schemas = json.loads(DESCRIPTION.read_text())["components"]["schemas"]
    assert set(schemas["Keyword"]["required"]) == set(ask("viewer", "GET", "/keywords/1").json)
    assert set(schemas["Run"]["required"]) == set(ask("viewer", "GET", "/runs/1").json)
    niche = ask("viewer", "GET", "/niches").json["niches"][0]
    assert set(schemas["Niche"]["required"]) == set(niche)


def test_a_key_is_needed(app: Flask, ask: Ask) -> None:
    """Without a key, or with a wrong one, the API says nothing."""
    client = app.test_client()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}):
        answer = client.get("/api/v1/niches", headers=headers)
        assert answer.status_code == 401
        assert answer.json["error"]
    assert client.get("/api/v1/openapi.json").json["openapi"] == "3.1.0"


def test_a_session_is_no_key(viewer: Any) -> None:
    """A browser's session opens nothing here, so other sites can't use it."""
    assert viewer.get("/api/v1/niches").status_code == 401


def test_reading(ask: Ask) -> None:
    """Keywords are filtered, sorted and paged as in the table."""
    answer = ask("viewer", "GET", "/niches/1/keywords?sort=volume&per_page=7&page=2").json
    assert (answer["total"], answer["page"], len(answer["keywords"])) == (120, 2, 7)
    volumes = [one["volume"] for one in answer["keywords"]]
    assert volumes == sorted(volumes, reverse=True)
    assert ask("viewer", "GET", "/niches/1/clusters").json["clusters"][0]["keywords"]
    best = ask("viewer", "GET", "/niches/1/opportunities").json["opportunities"]
    assert all(one["reasons"] for one in best)
    assert len(ask("viewer", "GET", "/niches/1").json["categories"]) == 3


def test_other_niches_do_not_exist(ask: Ask) -> None:
    """Niches that the key's owner doesn't work on aren't there."""
    assert len(ask("viewer", "GET", "/niches").json["niches"]) == 2
    assert len(ask("admin", "GET", "/niches").json["niches"]) == 3
    for path in ("", "/keywords", "/clusters", "/opportunities"):
        assert ask("editor", "GET", f"/niches/3{path}").status_code == 404
    assert ask("editor", "GET", "/keywords/300").status_code == 404
    assert ask("editor", "GET", "/runs/7").status_code == 404
    assert ask("editor", "PATCH", "/keywords/300", json={"volume": 1}).status_code == 404
    body = {"keywords": ["stolen"]}
    assert ask("editor", "POST", "/niches/3/keywords", json=body).status_code == 404


def test_adding(ask: Ask) -> None:
    """Added keywords are a run that tells what became of each text."""
    body = {"keywords": ["Galocha AZUL", "galocha azul", "de", "two\nlines"], "category_id": 1}
    answer = ask("editor", "POST", "/niches/1/keywords", json=body)
    assert answer.status_code == 201
    assert (answer.json["added"], answer.json["repeated"], answer.json["refused"]) == (2, 1, 1)
    assert [row["reasons"] for row in answer.json["rows"]] == [["repeated_here"], ["stop_words"]]
    found = ask("editor", "GET", "/niches/1/keywords?q=galocha").json["keywords"]
    assert [(one["text"], one["category_id"]) for one in found] == [("galocha azul", 1)]
    assert found[0]["volume_estimated"] is True
    assert found[0]["score"]["missing"] == ["cpc", "competition"]


def test_viewers_change_nothing(ask: Ask) -> None:
    """A viewer's key only reads."""
    assert ask("viewer", "POST", "/niches/1/keywords", json={"keywords": ["x"]}).status_code == 403
    assert ask("viewer", "PATCH", "/keywords/1", json={"volume": 1}).status_code == 403


def test_correcting(ask: Ask) -> None:
    """What is sent is changed, what isn't stays, and null means that nobody knows."""
    changed = ask("editor", "PATCH", "/keywords/1", json={"volume": 77, "cpc": 1.5}).json
    assert (changed["volume"], changed["volume_estimated"], changed["cpc"]) == (77, False, 1.5)
    changed = ask("editor", "PATCH", "/keywords/1", json={"volume": None}).json
    assert (changed["volume_estimated"], changed["cpc"]) == (True, 1.5)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "stolen"}, "text"),
        ({"niche_id": 3}, "niche_id"),
        ({"volume": "5"}, "volume"),
        ({"volume": True}, "volume"),
        ({"volume": -1}, "volume"),
        ({"volume": 10**30}, "volume"),
        ({"cpc": "1"}, "cpc"),
        ({"competition": 1.1}, "competition"),
        ({"category_id": 9}, "category_id"),
        ({"category_id": 10**30}, "category_id"),
        ([1], ""),
        ("text", ""),
    ],
)
def test_bodies_that_are_refused(ask: Ask, body: object, field: str) -> None:
    """A field that can't be set, or not like this, is named, and nothing is changed."""
    before = ask("editor", "GET", "/keywords/1").json
    answer = ask("editor", "PATCH", "/keywords/1", json=body)
    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert ask("editor", "GET", "/keywords/1").json == before


@pytest.mark.parametrize("body", [{}, {"keywords": []}, {"keywords": [1]}, {"keywords": "x"}, 5])
def test_lists_that_are_refused(ask: Ask, body: object) -> None:
    """Only a list of texts is a list of keywords."""
    assert ask("editor", "POST", "/niches/1/keywords", json=body).status_code == 422


def test_broken_json(ask: Ask) -> None:
    """A body that is no JSON is told so."""
    answer = ask("editor", "PATCH", "/keywords/1", data=b"{", content_type="application/json")
    assert answer.status_code == 422


def test_analysing(ask: Ask) -> None:
    """A text is analysed without being kept."""
    answer = ask("viewer", "POST", "/analyse", json={"text": " Melhor  CAFÉ "}).json
    assert (answer["text"], answer["intent"]["name"]) == ("melhor café", "commercial")
    assert ask("viewer", "POST", "/analyse", json={"text": "de"}).json["refused"] == "stop_words"
    assert ask("viewer", "POST", "/analyse", json={"text": 5}).status_code == 422
    bad = ask("viewer", "POST", "/analyse", json={"text": "x", "language": "fr"})
    assert bad.status_code == 422


def test_keys_are_made_and_taken_back(app: Flask, editor: Any) -> None:
    """A key is shown once, opens the API, and opens nothing once it is taken back."""
    page = editor.send("/account/tokens", {"token_name": "my program"}).text
    found = re.search(r'class="token">([^<]+)<', page)
    assert found
    key = {"Authorization": f"Bearer {found[1]}"}
    assert app.test_client().get("/api/v1/niches", headers=key).status_code == 200
    assert found[1] not in editor.get("/account").text
    numbers = re.findall(r"/account/tokens/(\d+)/remove", editor.get("/account").text)
    editor.send(f"/account/tokens/{numbers[-1]}/remove")
    assert app.test_client().get("/api/v1/niches", headers=key).status_code == 401
