"""The main journeys in Chromium: both languages, themes and widths, with and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from systems.bi_solution.app.settings import FORMS
from systems.served import Served, served
from systems.visits import Visit, browser

pytestmark = pytest.mark.browser

PAGES = ("dashboard", "products", "stockouts", "abc", "suppliers", "forecast", "docs")
ADMIN = ("admin/users", "admin/users/3", "admin/questions")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all journeys."""
    with browser() as one:
        yield one


@pytest.fixture(scope="module", params=FORMS)
def site(request: pytest.FixtureRequest, data: Path) -> Iterator[Served]:
    """The system as its users have it, in each form."""
    with served("bi_solution", data, {"FORM": request.param}) as one:
        yield one


def _login(visit: Visit, site: Served, username: str = "admin") -> Any:
    page = visit.open("/login")
    # The first forecast imports statsmodels: long on a machine that is busy with other tests.
    page.set_default_timeout(120_000)
    page.fill("#username", username)
    page.fill("#password", json.loads((site.data / "credentials.json").read_text())[username])
    page.click("main button.main")
    page.wait_for_url(f"{site.url}/")
    return page


def _clean(visit: Visit) -> None:
    assert visit.complaints == []
    assert visit.strangers == []
    visit.leave()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize(("language", "theme"), [("pt-BR", "light"), ("en", "dark")])
def test_asking(chromium: Any, site: Served, language: str, theme: str, phone: bool) -> None:
    """A question, a follow-up and one that isn't known are answered on one page."""
    visit = Visit(chromium, site.url, language=language, theme=theme, phone=phone)
    page = _login(visit, site)
    pt = language == "pt-BR"
    for number, (question, said) in enumerate(
        [
            ("Receita por mês" if pt else "Revenue by month", "dez. de 2017" if pt else "Dec 2017"),
            ("e só flores?" if pt else "and only flowers?", "12"),
            ("e a previsão do tempo?" if pt else "and the weather?", "previs" if pt else "weather"),
        ],
        start=1,
    ):
        page.fill("#question", question)
        page.click("#ask button.main")
        turn = page.locator(f".turn >> nth={number - 1}")
        turn.wait_for()
        assert said in turn.locator(".answer").inner_text()
        assert visit.overflow() == 0
    assert "/c/" in page.url
    page.reload()
    assert page.locator(".turn").count() == 3
    _clean(visit)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize(("language", "theme"), [("pt-BR", "dark"), ("en", "light")])
def test_every_page(chromium: Any, site: Served, language: str, theme: str, phone: bool) -> None:
    """Every page fits its screen, has one heading and labels all of its fields."""
    visit = Visit(chromium, site.url, language=language, theme=theme, phone=phone)
    page = _login(visit, site)
    for path in (*PAGES, *ADMIN):
        page = visit.open(f"/{path}")
        assert visit.overflow() == 0, path
        assert page.locator("h1").count() == 1, path
        unnamed = page.evaluate(
            "() => [...document.querySelectorAll('input:not([type=hidden]), select')]"
            ".filter(one => !one.labels.length).length"
        )
        assert unnamed == 0, path
    _clean(visit)


def test_without_javascript(chromium: Any, site: Served) -> None:
    """All of it works where scripts don't run: examples, follow-ups, filters and the language."""
    visit = Visit(chromium, site.url, language="en", javascript=False)
    page = _login(visit, site, "bazar")
    page.click(".examples button >> nth=0")
    assert page.locator(".turn").count() == 1
    page.fill("#question", "and in April?")
    page.click("#ask button.main")
    assert page.locator(".turn").count() == 2
    page = visit.open("/products")
    page.select_option("#segment", "COSMETICS")
    page.click(".filters button")
    assert "segment=COSMETICS" in page.url
    page.click(".me button")
    assert page.locator("html").get_attribute("lang") == "pt-BR"
    assert "segment=COSMETICS" in page.url
    _clean(visit)


def test_the_themes_differ_and_can_be_read(chromium: Any, site: Served) -> None:
    """Light and dark swap paper and ink."""
    found = {}
    for theme in ("light", "dark"):
        visit = Visit(chromium, site.url, theme=theme)
        page = visit.open("/login")
        found[theme] = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        _clean(visit)
    assert found["light"] != found["dark"]


def test_the_keyboard_reaches_the_content(chromium: Any, site: Served) -> None:
    """The first tab stop leads past the navigation."""
    visit = Visit(chromium, site.url, language="en")
    page = _login(visit, site)
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    _clean(visit)


def test_an_administrator_adds_a_user(chromium: Any, site: Served) -> None:
    """A new user sees the ticked segment and no other."""
    visit = Visit(chromium, site.url, language="en")
    page = _login(visit, site)
    page = visit.open("/admin/users/new")
    page.fill("#username", "flores")
    page.fill("#name", "Flora Dias")
    page.fill("#password", "a password of hers")
    page.check("text=Flowers")
    page.click("main button.main")
    assert page.locator("text=Flora Dias").count() == 1
    _clean(visit)
