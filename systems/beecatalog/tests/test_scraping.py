"""Pages are read politely, and never on a private network."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar

import httpx
import pytest

from systems.beecatalog.app.scraping.addresses import AllowList, is_public, place_of
from systems.beecatalog.app.scraping.errors import NotReadError
from systems.beecatalog.app.scraping.extract import facts_of
from systems.beecatalog.app.scraping.fetch import Fetcher
from systems.beecatalog.app.scraping.pace import Pace
from systems.beecatalog.app.scraping.scrape import Scraper
from systems.beecatalog.shop import opened, page

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::",
    "::127.0.0.1", "2001:db8::1", "nonsense", "0x7f.1", "2130706433",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    """Loopback, private, link-local, metadata, multicast and wrapped addresses are refused."""
    assert not is_public(address)
    with pytest.raises(NotReadError, match="private"):
        place_of("shop.example", 80, AllowList(), lambda host, port: [address])


def test_public_addresses() -> None:
    """Addresses of the open internet are not refused."""
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_one_private_address_among_public_ones() -> None:
    """A name that leads to a private address too is refused."""
    with pytest.raises(NotReadError, match="private"):
        place_of("x", 443, AllowList(), lambda host, port: ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://x/", "ftp://x/", "http://user:pass@x/", "http://x:22/",
        "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f000001/",
        "http://localhost/", "https://169.254.169.254/latest/meta-data/", "http://", "http://x:99999/",
    ],
)  # fmt: skip
def test_unsafe_links(url: str) -> None:
    """Links of other schemes, ports and networks are refused before anything is sent."""
    with pytest.raises(NotReadError):
        Fetcher(AllowList()).get(url)


class Desk(BaseHTTPRequestHandler):
    """A site that tries things."""

    seen: ClassVar[list[tuple[str, str]]] = []
    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /no/\n"),
        "/good": (200, {"Content-Type": "text/html; charset=utf-8"}, page(3).encode()),
        "/no/good": (200, {"Content-Type": "text/html"}, b"<p>"),
        "/big": (200, {"Content-Type": "text/html"}, b"x" * 3_200_000),
        "/bomb": (
            200,
            {"Content-Type": "text/html", "Content-Encoding": "gzip"},
            gzip.compress(b"x" * 50_000_000),
        ),
        "/packed": (
            200,
            {"Content-Type": "text/html", "Content-Encoding": "gzip"},
            gzip.compress(page(3).encode()),
        ),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/gone": (404, {}, b""),
        "/inside": (302, {"Location": "http://127.0.0.1:1/secret"}, b""),
        "/metadata": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/moved": (301, {"Location": "/good"}, b""),
        "/to-no": (301, {"Location": "/no/good"}, b""),
    }

    def do_GET(self) -> None:
        """Answer as the table says."""
        self.seen.append((self.path, self.headers["Host"]))
        status, headers, content = self.pages[self.path]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(content)
        except ConnectionError:
            return

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""


@pytest.fixture
def scraper() -> Iterator[Scraper]:
    """A scraper that may read this one local site, and nothing else that is local."""
    with opened(desk=Desk) as address:
        Desk.seen.clear()
        yield Scraper(Fetcher(AllowList(f"shop.test={address}")), Pace(0))


def test_reads_a_page(scraper: Scraper) -> None:
    """A page is read from the address that was checked, by the name that was asked for."""
    assert scraper.read("http://shop.test/good").fields["brand"]
    assert Desk.seen == [("/robots.txt", "shop.test"), ("/good", "shop.test")]
    assert scraper.read("http://shop.test/moved").fields["name"]
    assert scraper.read("http://shop.test/packed").fields["name"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("no/good", "robots"), ("to-no", "robots"), ("big", "too_large"), ("bomb", "too_large"),
        ("image", "not_a_page"), ("gone", "status"), ("inside", "scheme"), ("metadata", "private"),
        ("file", "scheme"), ("loop", "redirects"),
    ],
)  # fmt: skip
def test_refuses(scraper: Scraper, path: str, code: str) -> None:
    """What is forbidden, too large, not a page or leads inside is refused with a reason."""
    with pytest.raises(NotReadError) as refused:
        scraper.read(f"http://shop.test/{path}")
    assert refused.value.code == code


def test_dns_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is resolved once, and the connection goes to the address that was checked."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    sent: list[httpx.Request] = []

    def send(client: httpx.Client, request: httpx.Request, **more: Any) -> httpx.Response:
        sent.append(request)
        raise httpx.ConnectError("not today")

    monkeypatch.setattr(httpx.Client, "send", send)
    fetcher = Fetcher(AllowList(), lambda host, port: next(answers))
    with pytest.raises(NotReadError, match="unreachable"):
        fetcher.get("https://rebind.test/p?q=1")
    assert str(sent[0].url) == "https://93.184.216.34/p?q=1"
    assert sent[0].headers["Host"] == "rebind.test"
    assert sent[0].extensions["sni_hostname"] == "rebind.test"
    with pytest.raises(NotReadError, match="private"):
        fetcher.get("https://rebind.test/p?q=1")


def test_pace() -> None:
    """A host is asked again after our pause or the one that it asks for, up to ten seconds."""
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    pace = Pace(0.5, lambda: now[0], sleep)
    for asked in (0, 0, 3, 999):
        pace.wait("a", asked)
    pace.wait("b")
    assert slept == [0.5, 3, 10]


@pytest.mark.parametrize("number", [3, 4, 5])
def test_three_ways(number: int) -> None:
    """JSON-LD, microdata and Open Graph all tell name, description and pictures."""
    found = facts_of(page(number).encode(), f"http://loja-demo.test/p/{number}").fields
    assert {"name", "description", "pictures"} <= set(found)
    assert all(one.startswith("http://loja-demo.test/img/") for one in found["pictures"])


def test_only_what_is_said() -> None:
    """Wrong codes, weights without a unit, other currencies and odd pictures are not taken."""
    text = """<script type="application/ld+json">{"@graph": [{"@type": ["Product"],
      "name": "<b>A</b>",
      "gtin13": "4006381333932", "weight": "3", "image": ["javascript:1", "/a.jpg"],
      "offers": {"price": "10", "priceCurrency": "USD"}}]}</script>
      <script type="application/ld+json">{broken</script>"""
    found = facts_of(text.encode(), "https://x.example/p").fields
    assert found == {"name": "A", "pictures": ["https://x.example/a.jpg"]}


def test_weight_and_code_that_are_said() -> None:
    """A valid GTIN, a weight with its unit, an origin and a price in reais are taken."""
    text = """<script type="application/ld+json">{"@type": "Product", "gtin": "4006381333931",
      "weight": {"value": "1.5", "unitCode": "KGM"}, "countryOfOrigin": {"name": "Brasil"},
      "offers": [{"price": "10.00", "priceCurrency": "BRL"}]}</script>"""
    found = facts_of(text.encode(), "https://x.example/p").fields
    assert found["gtin"] == "4006381333931"
    assert (found["weight_g"], found["origin"], found["price"]) == (1500, "Brasil", Decimal(10))
