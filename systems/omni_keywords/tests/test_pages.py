"""Every page answers, in both languages, to those who may see it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from systems.omni_keywords.tests.conftest import Person

PAGES = {
    "/": "Your niches",
    "/search?q=tenis": "tênis",
    "/search?q=zzzz": "Nothing found",
    "/niches/1": "What people want",
    "/niches/1/keywords": "120 of 120 keywords",
    "/niches/1/keywords?q=zzzz": "Nothing matches",
    "/niches/1/opportunities": "Opportunities",
    "/niches/1/opportunities?reason=asked_often": "a question that many ask",
    "/niches/1/clusters": "Clusters",
    "/niches/1/categories": "Treino",
    "/niches/1/runs": "keywords-1.csv",
    "/niches/1/runs/compare": "Choose two runs",
    "/niches/1/runs/compare?first=1&second=2": "Only in the first",
    "/runs/1": "Rows read",
    "/runs/1?outcome=refused": "Rows read",
    "/keywords/1": "What is said of it",
    "/clusters/1": "Keyword",
    "/account": "Keys for the API",
    "/api": "openapi.json",
}
EDITORS = {
    "/niches/new": "New niche",
    "/niches/1/edit": "Settings of the niche",
    "/niches/1/import": "Import keywords",
    "/niches/1/expand?keyword=meia": "meia",
    "/categories/1": "Remove this category",
}
ADMINS = {"/people": "Davi Moreira", "/audit": "seed", "/audit?kind=niche": "seed"}


@pytest.mark.parametrize("path", PAGES)
def test_pages(viewer: Person, path: str) -> None:
    """A viewer sees each page for viewers."""
    answer = viewer.get(path)
    assert answer.status_code == 200
    assert PAGES[path] in answer.text


@pytest.mark.parametrize("path", EDITORS | ADMINS)
def test_pages_of_admins(admin: Person, path: str) -> None:
    """An administrator sees each page for editors and administrators."""
    answer = admin.get(path)
    assert answer.status_code == 200
    assert (EDITORS | ADMINS)[path] in answer.text


@pytest.mark.parametrize("path", PAGES | EDITORS | ADMINS)
def test_pages_in_portuguese(admin: Person, path: str) -> None:
    """Each page is Portuguese where that is asked for, down to the last button."""
    page = admin.get(path, headers={"Accept-Language": "pt-BR"}).text
    assert '<html lang="pt-BR">' in page
    for english in (
        "Skip to the content",
        "Log out",
        ">Keywords<",
        "Search all",
        "Filter<",
        "Save<",
    ):
        assert english not in page


@pytest.mark.parametrize("path", PAGES | EDITORS | ADMINS)
def test_every_field_has_a_label(admin: Person, path: str) -> None:
    """Each field of each page is named by a label."""
    page = admin.get(path).text
    ids = re.findall(
        r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*\bid=\"([^\"]+)\"", page
    )
    for identifier in ids:
        assert f'for="{identifier}"' in page
    assert re.findall(r"<h1", page) == ["<h1"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("sort=volume", r"volume"),
        ("sort=text&order=desc", r"text"),
        ("sort=nonsense&page=999&per_page=0&category=x&volume_from=-1", r"score"),
    ],
)
def test_any_filter_answers(viewer: Person, asked: str, first: str) -> None:
    """Any order and any nonsense in the address gives a table."""
    answer = viewer.get(f"/niches/1/keywords?{asked}")
    assert answer.status_code == 200
    assert f'<option value="{first}" selected>' in answer.text


def test_filters_narrow(viewer: Person) -> None:
    """A filter leaves only what matches."""
    page = viewer.get("/niches/1/keywords?intent=comparison&words_from=3").text
    table = page.split("<tbody>")[1]
    assert set(re.findall(r'class="pill (\w+)"', table)) == {"comparison"}


def test_a_new_niche(editor: Person) -> None:
    """An editor makes a niche and works on it."""
    given = {"name": "Chá", "description": "", "language": "pt", "currency": "BRL"}
    answer = editor.send("/niches/new", given, follow_redirects=True)
    assert "Import keywords" in answer.text
    assert "Chá" in editor.get("/").text
    number = answer.request.path.split("/")[2]
    assert "No keyword yet" in editor.get(f"/niches/{number}").text
    assert "No keyword yet" in editor.get(f"/niches/{number}/keywords").text
    for page in ("clusters", "opportunities", "runs", "categories", "runs/compare"):
        assert editor.get(f"/niches/{number}/{page}").status_code == 200


def test_categories(editor: Person) -> None:
    """A category is made, changed and removed, and its keywords stay."""
    editor.send("/niches/1/categories", {"name": "Meias", "audience": "quem tem frio"})
    assert "quem tem frio" in editor.get("/niches/1/categories").text
    editor.send("/categories/1", {"name": "Calçados", "audience": ""})
    assert "Calçados" in editor.get("/niches/1/categories").text
    editor.send("/categories/1/remove", follow_redirects=True)
    assert "Calçados" not in editor.get("/niches/1/categories").text
    assert "120 of 120" in editor.get("/niches/1/keywords").text


def test_a_keyword_is_corrected(editor: Person) -> None:
    """What an editor says of a keyword is kept, and an empty volume is estimated."""
    given = {"category": "2", "volume": "1.300", "cpc": "2,50", "competition": "0,5"}
    assert editor.send("/keywords/1", given).status_code == 302
    page = editor.get("/keywords/1").text
    for part in ("1,300", "R$2.50", "50%", "changed"):
        assert part in page
    editor.send("/keywords/1", {**given, "volume": "", "cpc": ""})
    page = editor.get("/keywords/1").text
    assert "estimated by how common its words are" in page
    assert "left out" in page


def test_wrong_figures_stand_beside_their_field(editor: Person) -> None:
    """A figure that can't be understood is told beside its field, and nothing is changed."""
    before = editor.get("/keywords/1").text.count("not known")
    given = {"category": "0", "volume": "many", "cpc": "x", "competition": "7"}
    answer = editor.send("/keywords/1", given)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert editor.get("/keywords/1").text.count("not known") == before


def test_runs_are_compared(editor: Person) -> None:
    """Two runs side by side say what they share and what only one has."""
    editor.bring("galocha azul\ngalocha verde")
    editor.bring("galocha verde\ngalocha lilás")
    page = editor.get("/niches/1/runs").text
    second, first = re.findall(r'href="/runs/(\d+)"', page.split("<tbody>")[1])[:2]
    parts = editor.get(f"/niches/1/runs/compare?first={first}&second={second}").text
    only_first, both, only_second = parts.split('<section class="card">')[1:]
    assert "galocha azul" in only_first
    assert "galocha verde" in both
    assert "galocha lilás" in only_second


def test_health(app: Flask) -> None:
    """The system says that it can serve."""
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_pages_that_are_not_there(viewer: Person, stranger: Person) -> None:
    """A page that isn't there says so in words that help."""
    for person in (viewer, stranger):
        answer = person.get("/nonsense")
        assert answer.status_code == 404
        assert "There is no such page" in answer.text
    for path in ("/niches/999", "/keywords/99999999999999999999", "/runs/0", "/clusters/999"):
        assert viewer.get(path).status_code == 404
