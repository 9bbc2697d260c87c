"""What every form of the shop shows."""

import re
from collections.abc import Callable

import pytest

from systems.cgbookstore.tests.visitor import Visitor

Visit = Callable[..., Visitor]
BOOK = "/books/dom-casmurro-3/"
OPEN = ["/", "/books/", BOOK, "/authors/", "/authors/machado-de-assis-1/", "/categories/",
        "/debates/", "/cart/", "/api/", "/readers/reader1/", "/account/join/",
        "/account/login/"]  # fmt: skip
OWN = ["/shelves/", "/orders/", "/account/", "/account/password/", "/debates/new/", "/checkout/"]


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize(("language", "tag"), [("pt-BR", "pt-br"), ("en", "en")])
def test_open_pages(path: str, language: str, tag: str, visit: Visit) -> None:
    """Everybody can open the shop's pages, in their language."""
    answer = visit(language=language).get(path)
    assert answer.status_code == 200
    assert f'<html lang="{tag}">' in answer.text


@pytest.mark.parametrize("path", OWN)
def test_own_pages(path: str, visit: Visit) -> None:
    """What is a reader's own is shown to them, and sends others to log in."""
    assert visit("reader1").get(path).status_code == 200
    assert "/account/login/" in str(visit().get(path).url)


@pytest.mark.parametrize(
    "path", ["/imports/", "/orders/report/", "/admin/", "/debates/moderation/"]
)
def test_staff_pages(path: str, visit: Visit) -> None:
    """Staff open their pages, and nobody else does."""
    assert visit("admin").get(path).status_code == 200
    answer = visit("reader1").get(path)
    assert answer.status_code == 403 or answer.url.path == "/"
    assert "/account/login/" in str(visit().get(path).url)


def test_language_is_kept(visit: Visit) -> None:
    """A language that was chosen outlives what the browser asks for."""
    visitor = visit(language="en")
    visitor.send_form("/language/", language="pt-br", next="/books/")
    assert '<html lang="pt-br">' in visitor.get("/").text


def test_money_follows_the_language(visit: Visit) -> None:
    """Prices are written as the reader's language writes them."""
    assert re.search(r"R\$\xa0\d+,\d\d", visit(language="pt-BR").get(BOOK).text)
    assert re.search(r"R\$\d+\.\d\d", visit(language="en").get(BOOK).text)


def test_search_is_blind_to_accents(visit: Visit) -> None:
    """A book is found without its accents."""
    assert "Memórias Póstumas" in visit().get("/books/?q=memorias+postumas+cubas").text


def test_filters(visit: Visit) -> None:
    """The list is narrowed by category, language and price, and sorted."""
    page = visit().get("/books/?category=poetry&language=la&sort=year")
    assert "Geórgicas" in page.text
    assert "Dom Casmurro" not in page.text
    assert visit().get("/books/?least=1&most=2").text.count('class="card"') == 0


NONSENSE = ["page=x", "page=99999", "category=nothing", "least=abc", "sort=%00", "language=xx",
            "q=%22%27%3B--", "q=" + "a" * 5000]  # fmt: skip


@pytest.mark.parametrize("query", NONSENSE)
def test_addresses_that_make_no_sense(query: str, visit: Visit) -> None:
    """Whatever is asked of the list, it answers."""
    assert visit().get(f"/books/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/books/nothing/", "/debates/nothing/", "/orders/1x/",
                                  "/readers/nobody/", "/api/books/nothing/"])  # fmt: skip
def test_missing_pages(path: str, visit: Visit) -> None:
    """What isn't there is said to be missing, kindly."""
    answer = visit(language="pt-BR").get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_years_before_our_era(visit: Visit) -> None:
    """A year before our era is named as such."""
    page = visit(language="pt-BR").get("/books/?q=ilíada&sort=title").text
    assert "750 a.C." in page


def test_review(visit: Visit) -> None:
    """A reader reviews a book once, changes it, and takes it back."""
    reader = visit("reader2")
    book = "/books/senhora-15/"
    assert "Estupendo" in reader.send_form(book + "review/", rating="5", text="Estupendo").text
    page = reader.send_form(book + "review/", rating="2", text="Nem tanto").text
    assert "Nem tanto" in page
    assert "Estupendo" not in page
    assert reader.send_form(book + "review/", rating="9", text="").status_code == 400
    assert "Nem tanto" not in reader.send_form(book + "review/delete/").text


def test_shelves(visit: Visit) -> None:
    """A book stands on one shelf of a reader, moves, and comes off."""
    reader = visit("reader3")
    for shelf in ("reading", "read"):
        reader.send_form("/books/iracema-14/shelf/", shelf=shelf)
    page = reader.get("/shelves/").text
    assert page.count('href="/books/iracema-14/"') == 1
    reader.send_form("/books/iracema-14/shelf/", shelf="")
    assert "/books/iracema-14/" not in reader.get("/shelves/").text


def test_private_shelves(visit: Visit) -> None:
    """Shelves that their reader keeps private are shown to nobody else."""
    reader = visit("reader4")
    reader.send_form("/books/iracema-14/shelf/", shelf="read")
    reader.send_form("/account/", first_name="R", last_name="4", email="r@readers.example")
    assert "/books/iracema-14/" in reader.get("/readers/reader4/").text
    assert "/books/iracema-14/" not in visit().get("/readers/reader4/").text


def test_joining(visit: Visit) -> None:
    """A visitor joins, is logged in, and can log in again."""
    fields = {"password1": "um dia de chuva 7", "password2": "um dia de chuva 7"}
    email = "nova@readers.example"
    new = visit()
    new.send_form("/account/join/", username="nova-leitora", email=email, **fields)
    assert new.get("/shelves/").status_code == 200
    visit().log_in("nova-leitora", "um dia de chuva 7")
    again = visit().send_form("/account/join/", username="nova-leitora", email=email, **fields)
    assert again.status_code == 400


def test_health(visit: Visit) -> None:
    """The shop says that it is well."""
    assert visit().get("/health").status_code == 200
