"""The main journeys in a real browser, in both languages, themes and widths."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from systems.served import Served
from systems.visits import Visit

pytestmark = pytest.mark.browser

LOOKS = [
    {"language": "pt-BR", "theme": "light", "phone": False},
    {"language": "pt-BR", "theme": "dark", "phone": True},
    {"language": "en-US", "theme": "dark", "phone": False},
    {"language": "en-US", "theme": "light", "phone": True},
]
PAGES = [
    "/",
    "/search?q=tenis",
    "/niches/1",
    "/niches/1/keywords",
    "/niches/1/opportunities",
    "/niches/1/clusters",
    "/niches/1/categories",
    "/niches/1/runs",
    "/niches/1/runs/compare?first=1&second=2",
    "/niches/1/import",
    "/niches/1/expand?keyword=meia",
    "/niches/1/edit",
    "/keywords/1",
    "/runs/1",
    "/people",
    "/audit",
    "/account",
    "/api",
]
Come = Callable[..., Visit]


@pytest.fixture
def come(chromium: Any, system: Served) -> Iterator[Come]:
    """Somebody who opens the system and logs in; at the end nobody may have complained."""
    accounts = json.loads((system.data / "credentials.json").read_text())["accounts"]
    visits: list[Visit] = []

    def visit(who: str = "editor", **look: Any) -> Visit:
        one = Visit(chromium, system.url, **look)
        visits.append(one)
        account = next(one for one in accounts if one["email"].startswith(f"{who}@"))
        page = one.open("/login")
        page.fill("#email", account["email"])
        page.fill("#password", account["password"])
        page.click("form.card button")
        page.wait_for_url("**/")
        return one

    yield visit
    for one in visits:
        complaints, strangers = one.complaints, one.strangers
        one.leave()
        assert complaints == []
        assert strangers == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_every_page_fits(come: Come, look: dict[str, Any], system: Served) -> None:
    """Each page fits its screen, speaks the visitor's language and has its theme's colours."""
    visit = come("admin", **look)
    # All pages at either width; the colours of the other theme are the same variables.
    every = look in LOOKS[1:3]
    for path in PAGES if every else PAGES[:5]:
        page = visit.open(path)
        assert visit.overflow() <= 0, path
        language = page.get_attribute("html", "lang")
        assert language == ("pt-BR" if look["language"] == "pt-BR" else "en")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness = sum(map(int, re.findall(r"\d+", paper)[:3]))
        assert (brightness < 200) is (look["theme"] == "dark")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_list_to_an_export(come: Come, tmp_path: Path, javascript: bool) -> None:
    """Somebody brings a file, reads what became of it, filters, corrects and takes it along."""
    visit = come(javascript=javascript, language="en-US")
    word = "galocha" if javascript else "sandalha"
    file = tmp_path / "keywords.csv"
    file.write_text(f"keyword;volume;cpc\nmelhor {word} azul;1.200;1,50\n{word};x;\nde;;\n")
    page = visit.open("/niches/1/import")
    page.set_input_files("#file", str(file))
    page.click("main form button.first")
    page.wait_for_url("**/runs/*")
    said = page.inner_text("main")
    assert "volume not understood, estimated instead" in said
    assert "only words that say nothing alone" in said
    page.click("main .head a.first")
    page.fill("#q", word)
    page.click(".filters button")
    assert page.locator("tbody tr").count() == 2
    page.click(f"tbody th a:has-text('melhor {word} azul')")
    assert "melhor" in page.inner_text(".facts")
    page.fill("#competition", "0.25")
    page.click("form.narrow button")
    assert "25%" in page.inner_text(".facts")
    page = visit.open(f"/niches/1/keywords?q={word}")
    with page.expect_download() as download:
        page.click(".takes a >> text=CSV")
    assert f"melhor {word} azul" in download.value.path().read_text("utf-8-sig")


def test_expanding(come: Come) -> None:
    """Somebody expands a keyword, unchooses all, chooses one and adds it."""
    visit = come(language="pt-BR", phone=True)
    page = visit.open("/niches/1/expand?keyword=bota%20de%20chuva")
    page.click("main form button.first")
    assert page.locator(".suggestions li").count() > 20
    page.click("[data-set='']")
    assert page.locator(".suggestions input:checked").count() == 0
    page.check(".suggestions input[value='comprar bota de chuva']")
    page.click("form[data-choose] button.first")
    page.wait_for_url("**/runs/*")
    assert "comprar bota de chuva" in page.inner_text("tbody")
    assert page.locator("tbody tr").count() == 1


def test_filters_follow_the_hand(come: Come) -> None:
    """With script a chosen filter is applied at once, and the address can be shared."""
    visit = come("viewer", language="en-US")
    page = visit.open("/niches/1/keywords")
    page.select_option("#intent", "comparison")
    page.wait_for_url("**intent=comparison**")
    pills = page.locator("tbody .pill").all_inner_texts()
    assert set(pills) == {"comparison"}


def test_the_keyboard_is_enough(come: Come) -> None:
    """The first key leads to a link past the head of the page, and the focus can be seen."""
    visit = come("viewer", language="en-US")
    page = visit.open("/niches/1/keywords")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_language_can_be_chosen(come: Come) -> None:
    """A click on the other language shows the same page in it."""
    visit = come("viewer", language="en-US")
    page = visit.open("/niches/1/keywords?sort=volume")
    page.click("footer button[value='pt-BR']")
    assert page.url.endswith("/niches/1/keywords?sort=volume")
    assert page.inner_text("h1") == "Palavras-chave"


def test_grouping(come: Come) -> None:
    """Somebody groups more keywords, and clusters appear."""
    visit = come(language="en-US")
    page = visit.open("/niches/2/clusters")
    before = page.locator(".cards li").count()
    page.click("main .head button")
    page.wait_for_selector(".flash[role=status]")
    assert page.locator(".cards li").count() > before


def test_somebody_leaves(come: Come) -> None:
    """After the log-out no page is open any more."""
    visit = come("viewer", language="en-US")
    visit.page.click("nav.main button")
    page = visit.open("/niches/1")
    assert "/login" in page.url
