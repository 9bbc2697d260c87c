"""Makes the shop's database from a seed, at any scale."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 7
VERSION = 1
HERE = Path(__file__).parent

REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
STATUSES = ("paid", "shipped", "delivered", "delivered", "delivered", "cancelled")
WORDS = (
    "amber brass cedar delta ember fjord grove heron indigo juniper kelp linen maple north olive "
    "pearl quartz river slate thyme umber violet willow yarrow zephyr"
).split()

Row = tuple[Any, ...]
Rows = Callable[["Shop"], Iterator[Row]]


@dataclass(frozen=True)
class Shop:
    """How many rows each table gets, and the chance that fills them."""

    scale: float
    rng: random.Random

    def size(self, table: str) -> int:
        """The number of the table's rows."""
        return max(40, int(_SIZES[table] * self.scale))

    def one(self, table: str) -> int:
        """A row's id; low ids are more popular, as old customers and bestsellers are."""
        return 1 + int(self.size(table) * self.rng.random() ** 1.5)

    def any(self, table: str) -> int:
        """A row's id, each as likely as another."""
        return 1 + int(self.size(table) * self.rng.random())

    def time(self, share: float) -> str:
        """A time in 2025, at about that share of the year."""
        second = int((share * 0.98 + self.rng.random() * 0.02) * 31_535_999)
        day, second = divmod(second, 86_400)
        # Twelve months of 30 days are near enough, and sort as real dates do.
        month, day = divmod(min(day, 359), 30)
        return f"2025-{month + 1:02}-{day + 1:02} {clock(second)}"

    def text(self, words: int) -> str:
        """That many words."""
        return " ".join(self.rng.choices(WORDS, k=words))


_SIZES = {
    "users": 60_000,
    "products": 20_000,
    "orders": 200_000,
    "order_items": 450_000,
    "posts": 60_000,
    "comments": 150_000,
    "sessions": 30_000,
}


def clock(second: int) -> str:
    """Seconds since midnight as HH:MM:SS."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def email(number: int) -> str:
    """The address of a user, with capitals as people type them."""
    return f"{WORDS[number % 25].title()}.{WORDS[number % 23]}{number}@Example.com"


def token(number: int) -> str:
    """The token of a session."""
    return f"{number * 2_654_435_761 % 2**32:08x}{number:08x}"


def country(rng: random.Random) -> str:
    """A country's code; a few have most of the customers."""
    return f"C{int(40 * rng.random() ** 2):02}"


def countries(_: Shop) -> Iterator[Row]:
    """Forty of them."""
    for i in range(40):
        yield i + 1, f"C{i:02}", f"{WORDS[i % 25].title()}land {i}", REGIONS[i % 5]


def users(shop: Shop) -> Iterator[Row]:
    """Users by the time they joined."""
    rng, count = shop.rng, shop.size("users")
    for i in range(1, count + 1):
        joined, seen = shop.time(i / count * 0.9), shop.time(rng.random())
        active = int(rng.random() < 0.9)
        name = f"{WORDS[i % 25].title()} {WORDS[i % 23].title()}"
        yield i, email(i), name, active, country(rng), joined, max(joined, seen), shop.text(9)


def products(shop: Shop) -> Iterator[Row]:
    """Products in 200 categories."""
    rng = shop.rng
    for i in range(1, shop.size("products") + 1):
        title = f"{shop.text(3).title()} {i}"
        price, active = rng.randint(199, 49_999), int(rng.random() < 0.95)
        views = int(10_000 * rng.random() ** 4)
        yield (i, f"SKU-{i:06}", title, rng.randint(1, 200), price, active, views, shop.text(25))


def orders(shop: Shop) -> Iterator[Row]:
    """Orders by time; one in two hundred waits."""
    rng, count = shop.rng, shop.size("orders")
    for i in range(1, count + 1):
        at = shop.time(i / count)
        status = "pending" if rng.random() < 0.005 else STATUSES[int(6 * rng.random())]
        total = 199 + int(90_000 * rng.random() ** 2)
        note = shop.text(6) if rng.random() < 0.2 else None
        yield i, shop.one("users"), status, country(rng), total, at, at, note


def order_items(shop: Shop) -> Iterator[Row]:
    """Items, those of an order near each other."""
    rng, count, last = shop.rng, shop.size("order_items"), shop.size("orders")
    for i in range(1, count + 1):
        order = 1 + (i - 1) * last // count
        yield i, order, shop.one("products"), 1 + int(3 * rng.random()), 199 + i % 9973, None


def posts(shop: Shop) -> Iterator[Row]:
    """Posts by time; one in two hundred waits for a moderator, one in a hundred was deleted."""
    rng, count = shop.rng, shop.size("posts")
    for i in range(1, count + 1):
        at = shop.time(i / count)
        moderated = None if rng.random() < 0.005 else at
        deleted = at if rng.random() < 0.01 else None
        user, product = shop.one("users"), shop.one("products")
        yield i, user, product, at, moderated, deleted, shop.text(35)


def comments(shop: Shop) -> Iterator[Row]:
    """Comments by time, on posts old and new."""
    rng, count = shop.rng, shop.size("comments")
    for i in range(1, count + 1):
        score = int(20 * rng.random()) - 3
        yield i, shop.any("posts"), shop.one("users"), score, shop.time(i / count), shop.text(12)


def sessions(shop: Shop) -> Iterator[Row]:
    """Sessions that end in the coming month."""
    rng = shop.rng
    for i in range(1, shop.size("sessions") + 1):
        ends = f"2026-01-{rng.randint(1, 30):02} 00:00:00"
        yield i, token(i), shop.any("users"), ends


TABLES: tuple[Rows, ...] = (
    countries,
    users,
    products,
    orders,
    order_items,
    posts,
    comments,
    sessions,
)


def schema() -> str:
    """The SQL that makes the empty database, old indexes included."""
    return (HERE / "schema.sql").read_text() + (HERE / "indexes.sql").read_text()


def build(path: Path, *, scale: float = 1.0, seed: int = SEED) -> bool:
    """Make the database, or return False where a finished one is there already."""
    if path.exists():
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
                return False
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    shop = Shop(scale, random.Random(seed))
    with closing(sqlite3.connect(draft)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript((HERE / "schema.sql").read_text())
        with connection:
            for rows in TABLES:
                first, *rest = rows(shop)
                marks = ", ".join("?" * len(first))
                sql = f"INSERT INTO {rows.__name__} VALUES ({marks})"
                connection.executemany(sql, [first, *rest])
        connection.executescript((HERE / "indexes.sql").read_text())
        connection.execute(f"PRAGMA user_version = {VERSION}")
    draft.replace(path)
    return True
