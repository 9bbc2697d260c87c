"""The REST interface, as every form of the shop offers it."""

import re
from collections.abc import Callable

import httpx
import pytest

from systems.cgbookstore.tests.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def program(visit: Visit) -> httpx.Client:
    """A program with a reader's key."""
    reader = visit("reader20")
    page = reader.send_form("/account/keys/", name="test").text
    found = re.search(r"<code>([\w-]{40,})</code>", page)
    assert found
    made = visit()
    made.headers["Authorization"] = f"Bearer {found[1]}"
    return made


def test_books(visit: Visit) -> None:
    """Books are listed a page at a time, searched, and shown."""
    visitor = visit()
    page = visitor.get("/api/books/?size=5").json()
    assert (page["count"], len(page["results"])) == (10_000, 5)
    found = visitor.get("/api/books/?q=dom+casmurro").json()["results"]
    assert "dom-casmurro-3" in [book["slug"] for book in found]
    book = visitor.get("/api/books/dom-casmurro-3/").json()
    assert book["authors"][0]["name"] == "Machado de Assis"


def test_a_debate(program: httpx.Client) -> None:
    """A program starts a debate, answers, changes its answer and reads it."""
    topic = program.post("/api/topics/", json={"title": "Por programa", "text": "?"}).json()
    assert topic["author"] == "reader20"
    given = {"topic": topic["slug"], "text": "Sim"}
    post = program.post("/api/posts/", json=given).json()
    program.patch(f"/api/posts/{post['id']}/", json={"text": "Não"})
    found = program.get(f"/api/posts/?topic={topic['slug']}").json()["results"]
    assert [each["text"] for each in found] == ["Não"]


def test_votes(program: httpx.Client) -> None:
    """A vote counts once and is taken back, and never goes to one's own post."""
    posts = program.get("/api/posts/").json()["results"]
    other = next(each for each in posts if each["author"] != "reader20")
    address = f"/api/posts/{other['id']}/vote/"
    assert program.post(address, json={"value": 1}).json()["score"] == other["score"] + 1
    assert program.post(address, json={"value": 1}).json()["score"] == other["score"]
    assert program.post(address, json={"value": 5}).status_code == 400


def test_shelves(program: httpx.Client) -> None:
    """A program keeps its reader's shelves."""
    entry = program.post("/api/shelves/", json={"book": "dom-casmurro-3", "shelf": "read"}).json()
    moved = program.post("/api/shelves/", json={"book": "dom-casmurro-3", "shelf": "reading"})
    assert moved.json()["id"] == entry["id"]
    assert program.delete(f"/api/shelves/{entry['id']}/").status_code == 204


@pytest.mark.parametrize("path", ["/api/shelves/", "/api/orders/"])
def test_own_things_need_a_key(path: str, visit: Visit) -> None:
    """Without a key nothing of a reader's is shown, and a wrong one is refused."""
    visitor = visit()
    assert visitor.get(path).status_code == 401
    visitor.headers["Authorization"] = "Bearer wrong"
    assert visitor.get(path).status_code == 401


def test_hostile_bodies(program: httpx.Client) -> None:
    """What isn't as described is refused by field, never by a fault."""
    for body in ("[", "[]", "null", '{"title": {}}', '{"title": "a", "text": "b", "book": 3}'):
        answer = program.post(
            "/api/topics/", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400, body
    for parent in (10**30, -1, "x", [1]):
        given = {"topic": "x", "text": "x", "parent": parent}
        assert program.post("/api/posts/", json=given).status_code == 400


def test_the_description(visit: Visit) -> None:
    """The interface describes itself, without anything from another host."""
    visitor = visit()
    schema = visitor.get("/api/schema.json").json()
    assert schema["openapi"].startswith("3.")
    for path in ("/api/books/", "/api/topics/", "/api/posts/{id}/vote/", "/api/orders/"):
        assert path in schema["paths"]
        assert path in visitor.get("/api/").text
    assert visitor.get("/api/schema.yaml").status_code == 200
