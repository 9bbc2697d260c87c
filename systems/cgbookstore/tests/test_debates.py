"""Debates, as every form of the shop holds them."""

import re
from collections.abc import Callable

from systems.cgbookstore.tests.visitor import Visitor, statements

Visit = Callable[..., Visitor]


def start(visitor: Visitor, title: str) -> str:
    """The address of a new debate."""
    answer = visitor.send_form("/debates/new/", title=title, text="O que acham?")
    assert answer.status_code == 200
    return answer.url.path


def post(visitor: Visitor, topic: str, text: str, parent: str = "") -> str:
    """The number of a new post."""
    answer = visitor.send_form(f"{topic}answer/", text=text, parent=parent)
    assert answer.status_code == 200, answer.text
    return str(answer.url.fragment).removeprefix("post-")


def test_equal_titles(visit: Visit) -> None:
    """Two debates of one title both exist."""
    reader = visit("reader1")
    assert start(reader, "Vale a pena?") != start(reader, "Vale a pena?")


def test_nested_answers(visit: Visit) -> None:
    """An answer stands below what it answers, one level deeper."""
    reader = visit("reader1")
    topic = start(reader, "Respostas em árvore")
    first = post(reader, topic, "Primeira")
    second = post(reader, topic, "Segunda")
    below = post(reader, topic, "Resposta à primeira", parent=first)
    page = visit().get(topic).text
    places = [page.index(f'id="post-{key}"') for key in (first, below, second)]
    assert places == sorted(places)
    assert f'depth-1" id="post-{below}"' in page


def test_very_deep_answers(visit: Visit) -> None:
    """A chain of answers has no end, and the page still shows it."""
    reader = visit("reader1")
    topic = start(reader, "Até onde?")
    parent = ""
    for number in range(12):
        parent = post(reader, topic, f"Resposta {number}", parent=parent)
    assert "Resposta 11" in visit().get(topic).text


def test_votes(visit: Visit) -> None:
    """A vote counts once, is turned, and is taken back."""
    author, voter = visit("reader1"), visit("reader2")
    key = post(author, start(author, "Votos"), "Votem")
    address = f"/posts/{key}/vote/"
    headers = {"Accept": "application/json"}
    token = voter.token()
    scores = [
        voter.post(
            address, data={"csrfmiddlewaretoken": token, "vote": vote}, headers=headers
        ).json()
        for vote in ("up", "down", "down", "up")
    ]
    assert scores == [
        {"score": 1, "mine": 1},
        {"score": -1, "mine": -1},
        {"score": 0, "mine": 0},
        {"score": 1, "mine": 1},
    ]
    assert author.send_form(address, vote="up").status_code == 403


def test_editing(visit: Visit) -> None:
    """Readers change their own posts, and nobody else's."""
    author, other = visit("reader1"), visit("reader2")
    topic = start(author, "Correções")
    key = post(author, topic, "Antes")
    assert other.send_form(f"/posts/{key}/edit/", text="Invadido").status_code == 403
    author.send_form(f"/posts/{key}/edit/", text="Depois")
    page = visit().get(topic).text
    assert "Depois" in page
    assert "Antes" not in page
    assert "Invadido" not in page


def test_moderation(visit: Visit) -> None:
    """A report reaches the moderators; what they hide is gone for readers, and comes back."""
    author, reader, moderator = visit("reader1"), visit("reader2"), visit("moderator1")
    topic = start(author, "Modos")
    key = post(author, topic, "Palavra feia")
    reader.send_form(f"/posts/{key}/report/", reason="insult", words="Veja só")
    assert "Veja só" in moderator.get("/debates/moderation/").text
    moderator.send_form(f"/posts/{key}/moderate/", do="hide")
    assert "Veja só" not in moderator.get("/debates/moderation/").text
    assert "Palavra feia" not in visit().get(topic).text
    assert reader.send_form(f"/posts/{key}/vote/", vote="up").status_code == 404
    moderator.send_form(f"/posts/{key}/moderate/", do="show")
    assert "Palavra feia" in visit().get(topic).text


def test_closing_and_hiding(visit: Visit) -> None:
    """A closed debate takes no answers, and a hidden one isn't there."""
    author, moderator = visit("reader1"), visit("moderator1")
    topic = start(author, "Fim de conversa")
    moderator.send_form(f"{topic}moderate/", do="lock")
    assert author.send_form(f"{topic}answer/", text="Mais uma").status_code == 403
    moderator.send_form(f"{topic}moderate/", do="hide")
    assert visit().get(topic).status_code == 404
    assert moderator.get(topic).status_code == 200


def test_answers_need_words(visit: Visit) -> None:
    """An empty answer, or one that is far too long, is refused beside its field."""
    reader = visit("reader1")
    topic = start(reader, "Palavras")
    assert reader.send_form(f"{topic}answer/", text=" ").status_code == 400
    assert reader.send_form(f"{topic}answer/", text="x" * 10_001).status_code == 400


def test_what_a_page_costs(form: str, visit: Visit) -> None:
    """The prototype asks about a hundred statements for a debate, as was measured on such shops."""
    if form != "prototype":
        return
    topic = next(
        path
        for path in visit().links("/debates/", r'href="(/debates/[^"]+-\d+/)"')
        if len(re.findall(r'id="post-', visit().get(path).text)) >= 35
    )
    assert 35 <= statements(visit().get(topic)) <= 120
    assert 80 <= statements(visit("reader1").get(topic)) <= 220
