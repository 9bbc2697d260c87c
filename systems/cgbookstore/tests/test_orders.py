"""Cart and orders, as every form of the shop holds them."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from systems.cgbookstore.tests.visitor import Visitor
from systems.served import Served

Visit = Callable[..., Visitor]
ADDRESS = {
    "name": "Ana Souza",
    "street": "Rua da Aurora, 10",
    "city": "Recife",
    "postcode": "50050-000",
}


def edition(visitor: Visitor, book: str) -> str:
    """The number of an edition that can be bought."""
    return visitor.links(book, r'action="/cart/add/(\d+)/"')[0]


def order(visitor: Visitor, book: str = "/books/dom-casmurro-3/") -> str:
    """The address of a new order."""
    visitor.send_form(f"/cart/add/{edition(visitor, book)}/")
    answer = visitor.send_form("/checkout/", **ADDRESS)
    assert re.fullmatch(r"/orders/\d+/", answer.url.path), answer.text
    return answer.url.path


def stock(visitor: Visitor, key: str, slug: str) -> int:
    """How many copies of an edition there are."""
    found = visitor.get(f"/api/books/{slug}/").json()["editions"]
    return next(each["stock"] for each in found if each["id"] == int(key))


def test_an_order(visit: Visit, shop: Served) -> None:
    """An order takes stock, keeps its prices, is confirmed by mail, and is listed."""
    reader = visit("reader5")
    key = edition(reader, "/books/dom-casmurro-3/")
    before = stock(reader, key, "dom-casmurro-3")
    letters = len(list((shop.data / "mail").glob("*")))
    path = order(reader)
    assert stock(reader, key, "dom-casmurro-3") == before - 1
    assert "Dom Casmurro" in reader.get(path).text
    assert path in reader.get("/orders/").text
    assert len(list((shop.data / "mail").glob("*"))) == letters + 1
    assert "Your cart is empty" in reader.get("/cart/").text


def test_cancelling(visit: Visit) -> None:
    """A cancelled order gives its copies back, once."""
    reader = visit("reader5")
    key = edition(reader, "/books/dom-casmurro-3/")
    before = stock(reader, key, "dom-casmurro-3")
    path = order(reader)
    assert reader.send_form(f"{path}cancel/").status_code == 200
    assert reader.send_form(f"{path}cancel/").status_code == 400
    assert stock(reader, key, "dom-casmurro-3") == before


def test_the_cart_changes(visit: Visit) -> None:
    """Quantities change, nonsense is refused, and none takes the book out."""
    visitor = visit()
    key = edition(visitor, "/books/helena-6/")
    visitor.send_form(f"/cart/add/{key}/")
    assert 'value="3"' in visitor.send_form(f"/cart/change/{key}/", quantity="3").text
    for nonsense in ("-1", "abc", "21", "1e9", ""):
        assert 'value="3"' in visitor.send_form(f"/cart/change/{key}/", quantity=nonsense).text
    assert "Your cart is empty" in visitor.send_form(f"/cart/change/{key}/", quantity="0").text


def test_addresses_are_checked(visit: Visit) -> None:
    """An address that can't be one is refused beside its field, and the cart is kept."""
    reader = visit("reader6")
    reader.send_form(f"/cart/add/{edition(reader, '/books/helena-6/')}/")
    answer = reader.send_form("/checkout/", **{**ADDRESS, "postcode": "12"})
    assert answer.status_code == 400
    assert "eight digits" in answer.text
    assert "Helena" in reader.get("/cart/").text


def test_stock_is_never_oversold(visit: Visit) -> None:
    """Of many who order the last copies at once, only as many succeed as there are copies."""
    reader = visit("reader7")
    slug, key, copies = scarce(reader)
    buyers = [visit(f"reader{number}") for number in range(8, 14)]
    for buyer in buyers:
        buyer.send_form(f"/cart/add/{key}/")
        buyer.send_form(f"/cart/change/{key}/", quantity="3")
    with ThreadPoolExecutor(len(buyers)) as pool:
        answers = list(pool.map(lambda buyer: buyer.send_form("/checkout/", **ADDRESS), buyers))
    bought = sum(bool(re.fullmatch(r"/orders/\d+/", each.url.path)) for each in answers)
    left = stock(reader, key, slug)
    assert left == copies - 3 * bought
    assert left >= 0


def scarce(visitor: Visitor) -> tuple[str, str, int]:
    """An edition of which there are few."""
    for page in range(1, 20):
        for book in visitor.get(f"/api/books/?size=100&page={page}").json()["results"]:
            for each in book["editions"]:
                if 5 <= each["stock"] <= 14:
                    return book["slug"], str(each["id"]), each["stock"]
    raise AssertionError


def test_the_sales_report(visit: Visit) -> None:
    """The report adds up, and is given as a file that spreadsheets open."""
    admin = visit("admin")
    assert "By month" in admin.get("/orders/report/").text
    rows = admin.get("/orders/report/?format=csv").text.splitlines()
    assert rows[0].endswith("kind,name,copies,amount_brl")
    assert sum(row.startswith("month,") for row in rows) > 12
