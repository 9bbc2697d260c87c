"""What must never be possible, in any form."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from systems.cgbookstore.tests.test_debates import post, start
from systems.cgbookstore.tests.test_orders import order
from systems.cgbookstore.tests.visitor import Visitor
from systems.served import Served

Visit = Callable[..., Visitor]
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(1)">'
POSTED = ["/account/login/", "/account/join/", "/cart/add/1/", "/cart/change/1/", "/language/",
          "/account/logout/"]  # fmt: skip


@pytest.mark.parametrize("path", POSTED)
def test_csrf(path: str, visit: Visit) -> None:
    """No form is taken without a token of ours."""
    assert visit().post(path, data={"vote": "up"}).status_code == 403


def test_csrf_of_readers(visit: Visit) -> None:
    """A logged-in reader's cookie alone changes nothing, by page or by program."""
    reader = visit("reader14")
    for path in ("/posts/1/vote/", "/debates/new/", "/books/helena-6/shelf/", "/checkout/"):
        assert reader.post(path, data={"vote": "up", "shelf": "read"}).status_code == 403
    answer = reader.post("/api/shelves/", json={"book": "helena-6", "shelf": "read"})
    assert answer.status_code == 403


def test_stored_scripts(visit: Visit) -> None:
    """Whatever readers write is shown as text."""
    reader = visit("reader14")
    topic = start(reader, SCRIPT)
    post(reader, topic, SCRIPT)
    reader.send_form("/books/helena-6/review/", rating="1", text=SCRIPT)
    reader.send_form(
        "/account/", first_name=SCRIPT[:100], last_name="x", email="a@b.example", bio=SCRIPT
    )
    for path in (topic, "/debates/", "/books/helena-6/", "/readers/reader14/"):
        page = visit().get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["/books/?q=", "/authors/?q=", "/debates/?q=", "/nothing/",
                                  "/account/login/?next="])  # fmt: skip
def test_reflected_scripts(path: str, visit: Visit) -> None:
    """Whatever an address holds is shown as text."""
    assert "<script>alert" not in visit().get(f"{path}{SCRIPT}").text


def test_links_in_posts(visit: Visit) -> None:
    """A link that is no web address stays text."""
    reader = visit("reader14")
    topic = start(reader, "Endereços")
    post(reader, topic, "javascript:alert(1) http://example.org/")
    page = visit().get(topic).text
    assert 'href="javascript:' not in page
    assert 'rel="nofollow"' in page


def test_others_orders(visit: Visit) -> None:
    """Another's order doesn't exist: not to read, not to cancel, not by program."""
    path = order(visit("reader15"))
    other = visit("reader16")
    assert other.get(path).status_code == 404
    assert other.send_form(f"{path}cancel/").status_code == 404
    assert other.get(f"/api{path}").status_code == 404


def test_others_keys_and_shelves(visit: Visit) -> None:
    """Another's key or shelf can't be touched."""
    reader, other = visit("reader15"), visit("reader16")
    reader.send_form("/account/keys/", name="mine")
    key = reader.links("/account/", r'action="(/account/keys/\d+/delete/)"')[0]
    assert other.send_form(key).status_code == 404
    token = {"X-CSRFToken": reader.token()}
    given = {"book": "iracema-14", "shelf": "read"}
    entry = reader.post("/api/shelves/", json=given, headers=token).json()["id"]
    token = {"X-CSRFToken": other.token()}
    assert other.delete(f"/api/shelves/{entry}/", headers=token).status_code == 404


def test_moderators_only(visit: Visit) -> None:
    """Readers can't moderate, whatever form they send."""
    reader = visit("reader15")
    topic = start(reader, "Sem poderes")
    key = post(reader, topic, "Olá")
    assert reader.send_form(f"{topic}moderate/", do="pin").status_code == 403
    assert reader.send_form(f"/posts/{key}/moderate/", do="hide").status_code == 403
    files = {"file": ("x.csv", b"title,authors\nA,B\n")}
    assert reader.send_form("/imports/", files=files).status_code == 403


def test_mass_assignment(visit: Visit) -> None:
    """Fields that a form doesn't show can't be set by sending them."""
    fields = {"password1": "um dia de chuva 7", "password2": "um dia de chuva 7"}
    intruder = visit()
    intruder.send_form(
        "/account/join/", username="intruder", email="i@readers.example", is_staff="on",
        is_superuser="on", groups="1", **fields,
    )  # fmt: skip
    intruder.send_form("/account/", email="i@readers.example", is_staff="on", username="admin")
    assert intruder.get("/imports/").status_code == 403
    assert intruder.get("/readers/intruder/").status_code == 200
    headers = {"X-CSRFToken": intruder.token()}
    given = {"title": "Novo", "text": "?", "views": 9999, "pinned": True, "author": "admin"}
    topic = intruder.post("/api/topics/", json=given, headers=headers).json()
    assert (topic["views"], topic["pinned"], topic["author"]) == (0, False, "intruder")


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", '"; DROP TABLE readers_reader; --', "%' UNION SELECT 1"]
)
def test_injection(text: str, visit: Visit) -> None:
    """Nothing that is typed becomes a statement."""
    visitor = visit()
    for path in ("/books/", "/authors/", "/debates/", "/api/books/", "/api/posts/"):
        answer = visitor.get(path, params={"q": text, "topic": text, "sort": text})
        assert answer.status_code == 200
    answer = visitor.send_form("/account/login/", username=text, password=text)
    assert answer.status_code == 400
    assert visitor.get("/books/").status_code == 200


def test_throttling(visit: Visit, accounts: dict[str, str]) -> None:
    """After five wrong passwords the right one is refused too, for this account alone."""
    guesser = visit()
    for number in range(5):
        answer = guesser.send_form("/account/login/", username="reader17", password=f"x{number}")
        assert answer.status_code == 400
    right = accounts["reader17"]
    answer = guesser.send_form("/account/login/", username="Reader17", password=right)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    visit("reader18")


def test_the_admin_has_no_door_of_its_own(visit: Visit, accounts: dict[str, str]) -> None:
    """The admin is entered by the one log-in that counts failures."""
    visitor = visit()
    assert visitor.get("/admin/login/").url.path == "/account/login/"
    fields = {"username": "admin", "password": accounts["admin"]}
    assert visitor.send_form("/admin/login/", **fields).status_code == 405


def test_headers(visit: Visit) -> None:
    """Every page says what it may load, and that nobody may frame it."""
    for path in ("/", "/nothing", "/api/books/", "/account/login/"):
        headers = visit().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_cookies(visit: Visit, accounts: dict[str, str]) -> None:
    """No script reads our cookies, and no other site sends them."""
    visitor = visit()
    visitor.follow_redirects = False
    fields = {"username": "reader19", "password": accounts["reader19"]}
    answer = visitor.send_form("/account/login/", **fields)
    cookies = answer.headers.get_list("Set-Cookie")
    assert any(each.startswith("sessionid=") for each in cookies)
    assert all("HttpOnly" in each and "SameSite=Lax" in each for each in cookies)


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/", "/\\example.org",
                                    "javascript:alert(1)"])  # fmt: skip
def test_open_redirects(wanted: str, visit: Visit, accounts: dict[str, str]) -> None:
    """No form leads to another site."""
    visitor = visit()
    visitor.follow_redirects = False
    fields = {"username": "reader19", "password": accounts["reader19"], "next": wanted}
    answer = visitor.send_form("/account/login/", **fields)
    assert answer.headers["Location"] == "/"
    answer = visitor.send_form("/language/", language="en", next=wanted)
    assert answer.headers["Location"] == "/"
    answer = visitor.send_form("/cart/add/1/", next=wanted)
    assert answer.headers["Location"].startswith("/cart/")


def test_secrets(seeded: Path) -> None:
    """Secrets are readable by their owner only, and passwords are kept as Argon2 digests."""
    for name in ("secret.key", "credentials.json"):
        assert stat.S_IMODE((seeded / name).stat().st_mode) == 0o600
    import sqlite3

    with sqlite3.connect(seeded / "cgbookstore.db") as database:
        kept = [row[0] for row in database.execute("SELECT password FROM readers_reader")]
    database.close()
    assert all(each.startswith(("argon2", "!")) for each in kept)
    text = (seeded / "credentials.json").read_text()
    assert not any(each["password"] in kept for each in json.loads(text)["accounts"])


def test_huge_uploads(visit: Visit, shop: Served) -> None:
    """A hundred megabytes are refused with a clear page, and the shop goes on."""
    admin = visit("admin")
    data = {"csrfmiddlewaretoken": admin.token()}
    try:
        answer = admin.post("/imports/", data=data, files={"file": ("x.csv", bytes(100_000_000))})
    except httpx.TransportError:
        # The connection may be closed while the rest is still being sent.
        pass
    else:
        assert answer.status_code == 413
    assert admin.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("books.csv", b"PK\x03\x04 not a csv", "This isn&#x27;t a CSV file"),
        ("books.csv", b"a,b\n1,2\n", "These columns are missing"),
        ("books.csv", b"\x00\x01\x02" * 50, "This isn&#x27;t a CSV file"),
    ],
)
def test_files_that_are_not_what_they_say(
    name: str, content: bytes, says: str, visit: Visit
) -> None:
    """A file that isn't a CSV of books is named as what it is, and nothing changes."""
    page = visit("admin").send_form("/imports/", files={"file": (name, content)})
    assert page.status_code == 200
    assert says in page.text


def test_hostile_cells(visit: Visit) -> None:
    """Cells that would be scripts or formulas stay text, on pages and in the report's file."""
    content = f'title,authors,isbn\n"{SCRIPT.replace(chr(34), "")}","=cmd|calc, +1",=1+1\n'
    admin = visit("admin")
    page = admin.send_form("/imports/", files={"file": ("=x.csv", content.encode())})
    assert "<script>alert" not in page.text
    file = admin.get(f"{page.url.path}notes.csv").text
    assert ",'=1+1" in file
    assert ",=" not in file


def test_an_import_by_page(visit: Visit) -> None:
    """What can be read is imported, and what can't is named by its row."""
    content = "title;authors;isbn\nUm livro só;Ana Lima, Rui Sá;61120081\n;Ninguém;\n"
    admin = visit("admin")
    page = admin.send_form("/imports/", files={"file": ("x.csv", content.encode("cp1252"))}).text
    assert "had lost its leading zeros" in page
    assert "There is no title" in page
    assert "Um livro só" in visit().get("/books/?q=livro+so+lima").text
