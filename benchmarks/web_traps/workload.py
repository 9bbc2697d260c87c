"""An hour of the shop's traffic, from a seed: pages, logins, orders, and what runs behind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import recording
from benchmarks.recording import Call, Params
from benchmarks.web_traps.database import REGIONS, WORDS, Shop, country, email, token

SEED = 11
STATEMENTS = Path(__file__).with_name("statements.sql")
NOW = "2025-12-31 12:00:00"
_STARTS = datetime(2025, 12, 31, 12, tzinfo=UTC)

Step = tuple[str, Params]
Page = Callable[[Shop], Iterator[Step]]


def visit(shop: Shop) -> Iterator[Step]:
    """What the middleware does before each page of somebody who is logged in."""
    session = shop.any("sessions")
    yield "session.get", [token(session)]
    yield "session.seen", [NOW, shop.any("users")]


def login(shop: Shop) -> Iterator[Step]:
    """Somebody logs in."""
    user = shop.one("users")
    yield "login", [email(user).lower()]
    yield "session.open", [f"{shop.rng.getrandbits(64):016x}", user, "2026-01-30 00:00:00"]
    yield "country.of_code", [country(shop.rng)]


def product(shop: Shop) -> Iterator[Step]:
    """A product's page."""
    number = shop.one("products")
    yield from visit(shop)
    yield "product.get", [number]
    yield "product.viewed", [number]
    yield "product.posts", [number]
    if shop.rng.random() < 0.4:
        yield "product.sold", [number]


def category(shop: Shop) -> Iterator[Step]:
    """Browsing a category within a range of prices."""
    low = shop.rng.randint(199, 30_000)
    yield from visit(shop)
    yield "product.in_category", [shop.rng.randint(1, 200), low, low + 10_000]


def search(shop: Shop) -> Iterator[Step]:
    """The search box completes a title; at its end it looks into descriptions."""
    words = shop.rng.choices(WORDS, k=3)
    yield "product.by_title", [f"{words[0]} {words[1][:3]}%"]
    if shop.rng.random() < 0.1:
        yield "product.described", [f"%{' '.join(words)}%"]


def account(shop: Shop) -> Iterator[Step]:
    """A customer's own page."""
    user = shop.one("users")
    yield from visit(shop)
    yield "order.of_user", [user]
    yield "order.totals", [user]
    yield "comment.karma", [user]


def feed(shop: Shop) -> Iterator[Step]:
    """The community's feed; half go on to older pages, by key."""
    yield from visit(shop)
    yield "feed.first", []
    if shop.rng.random() < 0.5:
        number = shop.any("posts")
        yield "feed.next", [shop.time(number / shop.size("posts")), number]


def post(shop: Shop) -> Iterator[Step]:
    """A post with its comments; some answer."""
    number = shop.any("posts")
    yield from visit(shop)
    yield "post.comments", [number]
    if shop.rng.random() < 0.3:
        text = shop.text(12)
        yield "comment.add", [number, shop.one("users"), shop.rng.randint(-3, 16), NOW, text]


def author(shop: Shop) -> Iterator[Step]:
    """An author's posts; some write another."""
    user = shop.one("users")
    yield from visit(shop)
    yield "feed.of_user", [user]
    if shop.rng.random() < 0.3:
        yield "post.add", [user, shop.one("products"), NOW, shop.text(35)]


def checkout(shop: Shop) -> Iterator[Step]:
    """An order with its items."""
    code = country(shop.rng)
    yield from visit(shop)
    yield "country.of_code", [code]
    yield "order.add", [shop.one("users"), code, shop.rng.randint(199, 90_000), NOW, NOW]
    for _ in range(shop.rng.randint(1, 4)):
        order = shop.size("orders") + shop.rng.randint(1, 99)
        yield "order.add_item", [order, shop.one("products"), 1, shop.rng.randint(199, 9_999)]


def worker(shop: Shop) -> Iterator[Step]:
    """The worker takes what waits and moves it on."""
    yield "order.waiting", []
    yield "order.queue", []
    yield "order.pay", [NOW, shop.any("orders")]
    yield "order.ship", [NOW, shop.any("orders")]


def moderation(shop: Shop) -> Iterator[Step]:
    """A moderator looks at the queue, accepts a post, removes a comment."""
    yield "moderation.queue", []
    yield "moderation.accept", [NOW, shop.any("posts")]
    if shop.rng.random() < 0.3:
        yield "comment.remove", [shop.any("comments")]


def admin(shop: Shop) -> Iterator[Step]:
    """The office's rare pages: a count by a boolean, who is online, what is looked at."""
    yield "user.active", []
    yield "user.list", []
    yield "country.of_region", [shop.rng.choice(REGIONS)]
    yield "user.online", []
    yield "user.seen_since", ["2025-12-31 11:55:00"]
    yield "product.most_viewed", []


def report(shop: Shop) -> Iterator[Step]:
    """A country's month."""
    month = shop.rng.randint(1, 11)
    since, until = f"2025-{month:02}-01", f"2025-{month + 1:02}-01"
    yield "order.of_country", [country(shop.rng), since, until]


def nightly(_: Shop) -> Iterator[Step]:
    """What runs once."""
    yield "order.by_country", []
    yield "session.expire", ["2026-01-01 00:00:00"]


# Page, address, requests in the hour.
VISITS: tuple[tuple[Page, str, int], ...] = (
    (login, "POST /login", 60),
    (product, "GET /product", 220),
    (category, "GET /category", 90),
    (search, "GET /search", 80),
    (account, "GET /account", 60),
    (feed, "GET /feed", 80),
    (post, "GET /post", 100),
    (author, "GET /author", 60),
    (checkout, "POST /checkout", 50),
    (worker, "worker", 60),
    (moderation, "GET /moderation", 20),
    (admin, "GET /admin", 2),
    (report, "GET /report", 10),
    (nightly, "nightly", 1),
)


def hour(*, scale: float = 1.0, seed: int = SEED) -> Iterator[tuple[str, datetime, Call]]:
    """The requests in a shuffled order, and within each its statements."""
    shop = Shop(scale, random.Random(seed))
    known = recording.statements(STATEMENTS)
    visits = [(page, address) for page, address, count in VISITS for _ in range(count)]
    shop.rng.shuffle(visits)
    at = _STARTS
    for page, address in visits:
        at += timedelta(milliseconds=shop.rng.randint(500, 7_000))
        for number, (name, params) in enumerate(page(shop)):
            yield address, at + timedelta(milliseconds=2 * number), Call(known[name], params)
