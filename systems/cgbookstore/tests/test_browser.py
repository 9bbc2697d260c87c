"""The main journeys, in a real browser."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from systems.served import Served
from systems.visits import Visit

pytestmark = pytest.mark.browser
BOOK = "/books/dom-casmurro-3/"
LOOKS = [
    {"language": "pt-BR", "theme": "light"},
    {"language": "en-US", "theme": "dark", "phone": True},
    {"language": "pt-BR", "theme": "dark", "phone": True, "javascript": False},
]
Opens = Callable[..., Visit]


@pytest.fixture
def opens(chromium: Any, shop: Served) -> Iterator[Opens]:
    """Makes visits, and closes them."""
    made: list[Visit] = []

    def make(**look: Any) -> Visit:
        made.append(Visit(chromium, shop.url, **look))
        return made[-1]

    yield make
    for visit in made:
        visit.leave()


def log_in(visit: Visit, username: str, password: str) -> Any:
    """Log in by the form."""
    page = visit.open("/account/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("main form button")
    page.wait_for_load_state()
    return page


def assert_well(visit: Visit) -> None:
    """Nothing was complained of, nobody else was asked, and the page fits the screen."""
    assert visit.complaints == []
    assert visit.strangers == []
    assert visit.overflow() == 0


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "phone", "phone without scripts"])
def test_looking_around(look: dict[str, Any], opens: Opens) -> None:
    """A visitor finds a book and a debate, on any screen and in either language."""
    visit = opens(**look)
    page = visit.open("/")
    page.fill("#find", "dom casmurro")
    page.press("#find", "Enter")
    page.click(f'main a[href="{BOOK}"]')
    assert page.locator("h1").inner_text() == "Dom Casmurro"
    assert_well(visit)
    for path in ("/books/", "/authors/", "/categories/", "/debates/", "/api/", "/cart/"):
        visit.open(path)
        assert_well(visit)


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "phone", "phone without scripts"])
def test_ordering(look: dict[str, Any], opens: Opens, accounts: dict[str, str]) -> None:
    """A reader logs in, puts a book into the cart, and orders it."""
    visit = opens(**look)
    log_in(visit, "reader21", accounts["reader21"])
    page = visit.open(BOOK)
    page.locator('form[action^="/cart/add/"] button').first.click()
    page.wait_for_load_state()
    page = visit.open("/cart/")
    assert_well(visit)
    page.click('a[href="/checkout/"]')
    for name, value in {"name": "Ana", "street": "Rua A, 1", "city": "Natal"}.items():
        page.fill(f"#id_{name}", value)
    page.fill("#id_postcode", "59000-000")
    assert_well(visit)
    page.click("main form button")
    page.wait_for_url(re.compile(r"/orders/\d+/"))
    assert "Dom Casmurro" in page.locator("main").inner_text()
    assert_well(visit)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_debating(javascript: bool, opens: Opens, accounts: dict[str, str]) -> None:
    """Readers start a debate, answer, answer each other, and vote."""
    author = opens(language="pt-BR", javascript=javascript)
    log_in(author, "reader22", accounts["reader22"])
    page = author.open("/debates/new/?book=dom-casmurro-3")
    page.fill("#id_title", "Capitu traiu?")
    page.fill("#id_text", "Li de novo e não sei.")
    page.click("main form button")
    page.fill("#answer textarea", "Acho que não.")
    page.click("#answer button")
    page.wait_for_load_state()
    address = page.url.removeprefix(author.url).split("#")[0]
    other = opens(language="en-US", theme="dark", phone=True, javascript=javascript)
    log_in(other, "reader23", accounts["reader23"])
    page = other.open(address)
    vote = page.locator("[data-votes] button").first
    vote.click()
    page.locator('[aria-pressed="true"]').wait_for()
    assert page.locator("[data-votes] output").inner_text() == "1"
    page.locator(".acts summary").click()
    page.fill(".acts textarea", "I think so.")
    page.click(".acts .stack button")
    page.wait_for_load_state()
    assert page.locator(".depth-1 .words").inner_text() == "I think so."
    assert_well(author)
    assert_well(other)


def test_shelves_move_at_once(opens: Opens, accounts: dict[str, str]) -> None:
    """With scripts a book moves as soon as its shelf is chosen."""
    visit = opens(language="pt-BR")
    log_in(visit, "reader24", accounts["reader24"])
    page = visit.open("/books/iracema-14/")
    page.select_option("#shelf", "reading")
    page.click('form[action$="/shelf/"] button')
    page = visit.open("/shelves/")
    field = page.locator('form[action="/books/iracema-14/shelf/"] select')
    with page.expect_navigation():
        field.select_option("read")
    assert field.input_value() == "read"
    assert_well(visit)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes(theme: str, opens: Opens) -> None:
    """The page is light by day and dark by night, as the system says."""
    page = opens(theme=theme).open("/")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", background)[:3])) / 3
    assert (brightness > 128) is (theme == "light")


def test_the_keyboard(opens: Opens) -> None:
    """The first key leads past the menu, and every field has a name."""
    visit = opens()
    page = visit.open("/books/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    unnamed = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
        ".filter(each => !each.labels.length).map(each => each.name)"
    )
    assert unnamed == []


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_staff(phone: bool, opens: Opens, accounts: dict[str, str]) -> None:
    """Staff read the report, moderate, import, and find the admin."""
    visit = opens(phone=phone)
    log_in(visit, "admin", accounts["admin"])
    for path in ("/orders/report/", "/debates/moderation/", "/imports/", "/account/"):
        visit.open(path)
        assert_well(visit)
    page = visit.open("/imports/")
    rows = b"title,authors,isbn\nO Rio,Ana Lima,439023483\n,x,\n"
    file = {"name": "livros.csv", "mimeType": "text/csv", "buffer": rows}
    page.set_input_files("#id_file", file)
    page.click("main form button")
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    assert page.locator("tr.refused").count() >= 1
    assert_well(visit)
    visit.open("/admin/catalogue/book/3/change/")
    assert visit.complaints == []
    assert visit.strangers == []
