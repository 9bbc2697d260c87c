"""The report's page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.unit import page_fixture

pytestmark = pytest.mark.browser

Open = Callable[..., Any]
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
SHOWN = "[...document.querySelectorAll('details.statement')].filter(d => !d.hidden).length"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["shop", "exactly", "nothing_pays", "nothing_ran"])
def test_page_fits_and_is_quiet(visit: Open, name: str, width: int, scheme: str) -> None:
    """No width and no theme makes the page overflow, complain or ask the network for anything."""
    page = visit(getattr(page_fixture, name)(), width=width, color_scheme=scheme)
    assert page.run(OVERFLOW) == 0
    page.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.run(OVERFLOW) == 0
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


def test_verdict_fits_a_phone(visit: Open) -> None:
    """The table of the whole workload needs no scrolling on a phone."""
    for report in (page_fixture.shop(), page_fixture.exactly(), page_fixture.nothing_pays()):
        page = visit(report, width=375)
        box = "document.querySelector('.figures.big').parentElement"
        assert page.run(f"{box}.scrollWidth - {box}.clientWidth") == 0


def test_themes_differ(visit: Open) -> None:
    """The page follows the system's theme, and the button overrules it."""
    light = visit(page_fixture.nothing_pays(), color_scheme="light")
    dark = visit(page_fixture.nothing_pays(), color_scheme="dark")
    paper = light.run(BACKGROUND)
    assert paper != dark.run(BACKGROUND)
    light.page.get_by_role("button", name="Switch to the dark theme").click()
    assert light.run(BACKGROUND) == dark.run(BACKGROUND)
    light.page.get_by_role("button", name="Switch to the light theme").click()
    assert light.run(BACKGROUND) == paper


def test_hostile_text_stays_text(visit: Open) -> None:
    """HTML in a statement, a request or a call site makes no element."""
    page = visit(page_fixture.shop())
    assert page.run("document.querySelectorAll('img, iframe, object, embed').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 1
    assert page_fixture.HOSTILE in page.run("document.body.textContent")
    assert page.complaints == []


def test_policy_forbids_more_script(visit: Open) -> None:
    """A script that somehow got into the page would not run."""
    page = visit(page_fixture.nothing_pays())
    page.run(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.intruder = 1'}))"
    )
    assert page.run("window.intruder") is None


def test_works_without_javascript(visit: Open) -> None:
    """Without JavaScript all is there, details open, and no dead control is shown."""
    page = visit(page_fixture.shop(), java_script_enabled=False).page
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    statement = page.locator("#statement-2")
    assert not statement.get_by_text("Plan before").is_visible()
    statement.locator("summary").click()
    assert statement.get_by_text("Plan before").is_visible()
    assert statement.get_by_text("reads all 1 469 307 rows").is_visible()


def test_details_open_from_the_keyboard(visit: Open) -> None:
    """A statement can be reached, seen to be reached, and opened without a mouse."""
    page = visit(page_fixture.shop()).page
    page.locator("#open-all").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.parentElement.id") == "statement-1"
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('statement-1').open")


def test_first_tab_skips_to_the_verdict(visit: Open) -> None:
    """The first stop of the Tab key leads past the contents."""
    page = visit(page_fixture.nothing_pays()).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_filter(visit: Open) -> None:
    """The filter shows the statements that hold every word, and says how many those are."""
    page = visit(page_fixture.shop())
    everything = page.run(SHOWN)
    page.page.get_by_label("Filter statements").fill("package_size update")
    assert page.run(SHOWN) == 1
    assert f"1 of {everything} shown" in page.run("document.body.innerText")
    page.page.get_by_label("Filter statements").fill("творог")
    assert page.run(SHOWN) == 1
    page.page.get_by_label("Filter statements").fill("no such thing")
    assert page.run(SHOWN) == 0
    page.page.get_by_label("Filter statements").fill("")
    assert page.run(SHOWN) == everything


def test_rejected_can_be_searched(visit: Open) -> None:
    """The rejected indexes have a filter of their own."""
    page = visit(page_fixture.shop()).page
    page.get_by_text("Each of them, and why").click()
    page.get_by_label("Filter the rejected").fill("col_17")
    assert page.locator("#rejected-rows tr:visible").count() == 1


def test_statements_are_sorted(visit: Open) -> None:
    """Statements stand in the order that was asked for, and come back to the first one."""
    page = visit(page_fixture.shop()).page
    order = "[...document.querySelectorAll('details.statement')].map(d => Number(d.dataset.{}))"
    page.get_by_label("Sort by").select_option("calls")
    calls = page.evaluate(order.format("calls"))
    assert calls == sorted(calls, reverse=True)
    page.get_by_label("Sort by").select_option("gain")
    places = page.evaluate(order.format("n"))
    assert places == sorted(places)


def test_tables_are_sorted(visit: Open) -> None:
    """A column's head sorts its table by value, and says so to a screen reader."""
    page = visit(page_fixture.shop()).page
    head = page.locator("#existing ~ .scroll th", has_text="Size")
    head.get_by_role("button").click()
    sizes = page.evaluate(
        "[...document.querySelectorAll('#existing ~ .scroll td[data-label=size]')]"
        ".map(cell => Number(cell.dataset.value))"
    )
    assert sizes == sorted(sizes)
    assert head.get_attribute("aria-sort") == "ascending"


def test_a_link_opens_its_statement(visit: Open) -> None:
    """A link to a statement opens it, even where a filter hides it."""
    page = visit(page_fixture.shop()).page
    page.get_by_label("Filter statements").fill("no such thing")
    page.locator("article.index a").first.click()
    page.wait_for_function("document.querySelector('details.statement[open]')")
    assert page.locator("details.statement[open]").is_visible()


def test_copy(visit: Open) -> None:
    """The copy button copies the SQL as it is written, or selects it where it may not copy."""
    page = visit(page_fixture.shop(), permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy the SQL of index 2").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page_fixture.shop().plan.statements[1]


def test_landmarks_and_headings(visit: Open) -> None:
    """There is one main part, one first heading, no level is skipped, and no id is used twice."""
    page = visit(page_fixture.shop())
    levels = page.run("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert page.run("document.querySelectorAll('main').length") == 1
    ids = page.run("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    assert page.run("[...document.querySelectorAll('table')].every(table => table.caption)")
    dangling = (
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert page.run(dangling) == []


def test_print_shows_everything(visit: Open) -> None:
    """On paper every detail is open, and there are no buttons."""
    page = visit(page_fixture.shop()).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("button.copy:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.statement[open]").count() == 0
