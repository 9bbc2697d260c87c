"""What an attacker tries, in every form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from systems.beecatalog.tests.conftest import LIMIT_MB
from systems.beecatalog.tests.seller import PASSWORD, TABLE, Seller
from systems.served import Served

SCRIPT = "<script>alert(1)</script>"


def test_headers(seller: Seller) -> None:
    """Every page forbids foreign scripts, frames and guesses, and isn't kept by caches."""
    headers = seller.http.get("/batches/").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_cookies(site: Served) -> None:
    """The session's cookie is out of reach of scripts and of other sites."""
    one = Seller(site.url, "cookies@example.org")
    cookies = one.sign_up().headers.get_list("Set-Cookie")
    (session,) = [text for text in cookies if text.startswith("bee_session=")]
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    one.http.close()


@pytest.mark.parametrize("path", ["/log-in/", "/sign-up/", "/batches/", "/log-out/", "/language/"])
def test_forged_forms(seller: Seller, path: str) -> None:
    """A form without the token is refused."""
    assert seller.http.post(path, data={"name": "x"}).status_code == 403


def test_forged_requests_of_programs(seller: Seller) -> None:
    """The API and GraphQL refuse changes without the token too."""
    batch = seller.batch()
    assert seller.http.post(f"/api/v1/batches/{batch}/process/").status_code == 403
    assert seller.http.delete(f"/api/v1/batches/{batch}/").status_code == 403
    assert seller.http.post("/graphql", json={"query": "{__typename}"}).status_code == 403


PATHS = [
    "/batches/", "/batches/1/", "/products/1/", "/spreadsheets/1/", "/spreadsheets/1/file/",
    "/history/", "/marketplaces/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_strangers_are_sent_to_log_in(site: Served, path: str) -> None:
    """Nobody sees a seller's pages without logging in."""
    answer = httpx.get(f"{site.url}{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/log-in/")


def test_strangers_and_programs(site: Served) -> None:
    """Nobody asks the API or GraphQL without logging in, not even what can be asked."""
    assert httpx.get(f"{site.url}/api/v1/batches/").status_code == 403
    one = Seller(site.url, "nobody@example.org")
    assert one.graphql("{ __schema { types { name } } }").status_code == 401
    one.http.close()


def test_others_things(new_seller: Callable[[], Seller]) -> None:
    """Another seller's batch, product and workbook are as if they weren't there."""
    owner, other = new_seller(), new_seller()
    batch = owner.batch()
    product = owner.products(batch)[0]["id"]
    sheet = owner.post(f"/batches/{batch}/write/shopee/").headers["Location"]
    for path in (
        f"/batches/{batch}/",
        f"/products/{product}/",
        sheet,
        f"{sheet}file/",
        f"{sheet}problems/",
    ):
        assert other.http.get(path).status_code == 404
    for path in (f"/history/?batch={batch}", f"/history/?product={product}"):
        assert other.http.get(path).status_code == 404
    for action in ("process", "remove", "resume", "write/shopee"):
        assert other.post(f"/batches/{batch}/{action}/").status_code == 404
    number = sheet.strip("/").rpartition("/")[2]
    for method, path in (
        ("GET", f"/batches/{batch}/"), ("DELETE", f"/batches/{batch}/"),
        ("POST", f"/batches/{batch}/process/"), ("POST", f"/batches/{batch}/stop/"),
        ("GET", f"/batches/{batch}/products/"), ("GET", f"/products/{product}/"),
        ("PATCH", f"/products/{product}/"), ("GET", f"/spreadsheets/{number}/file/"),
    ):  # fmt: skip
        assert other.api(method, path).status_code == 404
    found = other.graphql(
        "query($b: ID!, $p: ID!) { batch(id: $b) { name } product(id: $p) { name } }",
        b=batch, p=product,
    ).json()["data"]  # fmt: skip
    assert found == {"batch": None, "product": None}
    change = 'mutation($p: ID!) { correctProduct(id: $p, changes: {name: "x"}) { name } }'
    assert other.graphql(change, p=product).json()["data"] is None
    assert owner.products(batch)[0]["name"] == "Camiseta azul de algodão"


def test_mass_assignment(seller: Seller) -> None:
    """Fields that nobody may set are ignored, by form, by REST and at sign-up."""
    batch = seller.batch()
    product = seller.products(batch)[0]
    change = {"id": 1, "batch": 1, "row": 99, "state": "reviewed", "source": {}, "known_from": {}}
    after = seller.api("PATCH", f"/products/{product['id']}/", json=change).json()
    assert {name: after[name] for name in change} == {name: product[name] for name in change}
    seller.post(f"/products/{product['id']}/", {"row": "99", "batch": "1", "owner": "1"})
    assert seller.products(batch)[0]["row"] == product["row"]
    refused = seller.api(
        "PATCH", f"/products/{product['id']}/",
        json={"listings": {"magalu": {"attributes": {"is_admin": "1"}, "filled_by": "x"}}},
    )  # fmt: skip
    assert refused.status_code == 400


def test_stored_scripts(seller: Seller) -> None:
    """A script in a cell, a header or a name is shown as text everywhere."""
    batch = seller.batch(f'SKU;Produto;"{SCRIPT}"\n{SCRIPT};"{SCRIPT}</script>";{SCRIPT}\n')
    product = seller.products(batch)[0]
    seller.api("PATCH", f"/products/{product['id']}/", json={"brand": SCRIPT})
    sheet = seller.post(f"/batches/{batch}/write/shopee/").headers["Location"]
    for path in (
        "/batches/",
        f"/batches/{batch}/",
        f"/products/{product['id']}/",
        "/history/",
        sheet,
    ):
        page = seller.http.get(path)
        assert page.status_code == 200
        assert SCRIPT not in page.text


def test_reflected_scripts(seller: Seller) -> None:
    """A script in an address is shown as text."""
    batch = seller.batch()
    for path in (
        f"/batches/{batch}/?q={SCRIPT}&state={SCRIPT}",
        f"/{SCRIPT}",
        f"/log-in/?next={SCRIPT}",
    ):
        assert SCRIPT not in seller.http.get(path).text


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", '"; DROP TABLE catalog_product; --', "%", "\\", "\x00a"]
)
def test_injection(seller: Seller, text: str) -> None:
    """What looks like SQL is searched for as text."""
    batch = seller.batch()
    answer = seller.http.get(f"/batches/{batch}/", params={"q": text})
    assert answer.status_code == 200
    assert len(seller.products(batch)) == 2
    answer = seller.http.get(f"/history/?batch={'9' * 30}")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_open_redirect(seller: Seller, target: str) -> None:
    """Logging in leads to no other site."""
    seller.post("/log-out/")
    assert seller.log_in(next=target).headers["Location"] == "/batches/"


def test_throttle(seller: Seller) -> None:
    """After five wrong passwords an account waits, even with the right one."""
    seller.post("/log-out/")
    for _ in range(5):
        assert seller.log_in("wrong").status_code == 400
    answer = seller.log_in(PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60


def test_accounts_are_not_told(seller: Seller) -> None:
    """A wrong password and an unknown address get the same answer."""
    known = seller.post("/log-in/", {"email": seller.email, "password": "x"})
    other = seller.post("/log-in/", {"email": "stranger@example.org", "password": "x"})
    assert known.status_code == other.status_code == 400
    assert "belong together" in known.text
    assert "belong together" in other.text


@pytest.mark.parametrize("password", ["1234567890123", "password1", "short"])
def test_weak_passwords(site: Served, password: str) -> None:
    """Passwords that everybody uses aren't taken."""
    one = Seller(site.url, "weak@example.org")
    values = {"name": "x", "email": one.email, "password": password}
    assert one.post("/sign-up/", values).status_code == 400
    one.http.close()


def test_large_uploads(seller: Seller) -> None:
    """A file over the limit is refused with 413 and a friendly page."""
    answer = seller.upload(b"SKU;Produto\n" + b"x" * (LIMIT_MB * 1_000_000 + 10))
    assert answer.status_code == 413
    assert f"{LIMIT_MB} MB" in answer.text


def test_large_uploads_that_hide_their_size(seller: Seller) -> None:
    """A body that doesn't say how long it is stops at the limit too."""
    token = seller.token

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        yield token.encode() + b"\r\n--x\r\n"
        yield b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nSKU;Produto\n'
        for _ in range(LIMIT_MB + 2):
            yield b"x" * 1_000_000
        yield b"\r\n--x--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = seller.http.post("/batches/", content=body(), headers=kind)
    assert answer.status_code in {400, 403, 411, 413}
    assert seller.api("GET", "/batches/").json()["count"] == 0


def test_strangers_send_little(site: Served) -> None:
    """Somebody who isn't logged in can't send a large body at all."""
    assert httpx.post(f"{site.url}/log-in/", content=b"x" * 200_000).status_code == 413


def test_graphql_limits(seller: Seller) -> None:
    """Questions that are too deep, too long, or ask for too much are refused."""
    seller.batch()
    fragment = "batches { products { listings { problems { text } } } }"
    assert "errors" not in seller.graphql(f"{{ {fragment} }}").json()
    many = " ".join(f"a{n}: batches {{ name }}" for n in range(40))
    large = " ".join(
        f"a{n}: batches(first: 100) {{ products(first: 100) {{ sku }} }}" for n in range(14)
    )
    spent = f"{{ {' '.join(f'b{n}: batches(first: 100) {{ name }}' for n in range(14))} }}"
    assert "errors" in seller.graphql(f"{{ {many} }}").json()
    assert "errors" in seller.graphql("{ " + "batches { name } " * 800 + "}").json()
    assert "errors" not in seller.graphql(spent).json()
    assert "errors" in seller.graphql(f"{{ {large} {large.replace('a', 'c')} }}").json()
    assert seller.http.get("/graphql", params={"query": "{__typename}"}).status_code in {400, 405}


def test_files_never_leave_their_room(seller: Seller, site: Served) -> None:
    """A file's name never becomes a path, and static files are only those that there are."""
    seller.batch(name="../../../../tmp/bee-escaped.csv")
    assert not (site.data.parent / "tmp").exists()
    for path in ("/static/../settings.py", "/static/%2e%2e/settings.py", "/static//etc/passwd"):
        assert httpx.get(f"{site.url}{path}").status_code == 404


def test_other_hosts(site: Served) -> None:
    """A request for another host's name is refused."""
    assert httpx.get(site.url, headers={"Host": "evil.example"}).status_code == 400


def test_problem_list_has_no_formulas(seller: Seller) -> None:
    """The list of problems neutralises formulas in the seller's own words."""
    batch = seller.batch(TABLE + "=1+1;=cmd|x;;;;;;;\n")
    sheet = seller.post(f"/batches/{batch}/write/magalu/").headers["Location"]
    text = seller.http.get(f"{sheet}problems/").text
    assert ";=" not in text
    assert "'=1+1" in text


@pytest.mark.parametrize(
    "path", ["/nothing/", "/batches/999999999/", "/products/0/", "/batches/" + "9" * 40 + "/"]
)
def test_friendly_404(seller: Seller, path: str) -> None:
    """What isn't there is told in a friendly page."""
    answer = seller.http.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "Go to the beginning" in answer.text
