"""Values drawn from the data by a seed, so that what is popular in the shop is asked for often."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

SALES = 4_000


@dataclass(frozen=True)
class Sale:
    """A line of a basket, with what is known of its product and household."""

    id: int
    household: int
    store: int
    basket: int
    product: int
    week: int
    sold_at: str
    manufacturer: int
    department: str
    brand: str
    category: str
    kind: str
    income: str
    age: str


@dataclass(frozen=True)
class Coupon:
    """A coupon of a campaign, and a household that may use it."""

    upc: int
    campaign: int
    start: str
    end: str
    household: int


@dataclass(frozen=True)
class Sample:
    """What the pages draw from. Sales are lines picked evenly, so products come by popularity."""

    rng: random.Random
    sales: list[Sale]
    coupons: list[Coupon]
    baskets: dict[int, list[int]]

    def sale(self) -> Sale:
        """A sale; a fifth of them is asked for most of the time, as hot pages are."""
        return self.sales[int(len(self.sales) * self.rng.random() ** 2)]

    def coupon(self) -> Coupon:
        """A coupon with one of its campaign's households."""
        return self.rng.choice(self.coupons)


_SALE = """
SELECT t.id, t.household_id, t.store_id, t.basket_id, t.product_id, t.week, t.sold_at,
    p.manufacturer_id, p.department, p.brand, p.product_category, p.product_type,
    coalesce(h.income, '50-74K'), coalesce(h.age, '45-54')
FROM transactions AS t JOIN products AS p ON p.id = t.product_id
JOIN households AS h ON h.id = t.household_id
WHERE t.id = ? AND p.product_type IS NOT NULL
"""

_COUPON = """
SELECT c.coupon_upc, a.id, a.start_date, a.end_date,
    (SELECT min(m.household_id) FROM campaign_households AS m
     WHERE m.campaign_id = a.id AND m.household_id >= c.id * 7919 % 2000) AS household
FROM coupons AS c JOIN campaigns AS a ON a.id = c.campaign_id
WHERE c.id = ? AND household IS NOT NULL
"""


def draw(connection: sqlite3.Connection, seed: int) -> Sample:
    """Draw by primary keys only: quick, although the database has next to no index."""
    rng = random.Random(seed)
    last = connection.execute("SELECT max(id) FROM transactions").fetchone()[0]
    ids = rng.sample(range(1, last + 1), min(SALES, last))
    sales = [Sale(*row) for row in _rows(connection, _SALE, ids)]
    last = connection.execute("SELECT max(id) FROM coupons").fetchone()[0]
    ids = rng.sample(range(1, last + 1), min(400, last))
    coupons = [Coupon(*row) for row in _rows(connection, _COUPON, ids)]
    baskets = {sale.basket: _products(connection, sale) for sale in sales[:80]}
    return Sample(rng, sales, coupons, baskets)


def _rows(connection: sqlite3.Connection, sql: str, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    for number in ids:
        yield from connection.execute(sql, (number,))


def _products(connection: sqlite3.Connection, sale: Sale) -> list[int]:
    # Sales lie in the order of time: a basket's lines are near each other.
    rows = connection.execute(
        "SELECT product_id FROM transactions"
        " WHERE id BETWEEN ? AND ? AND basket_id = ? ORDER BY id",
        (sale.id - 300, sale.id + 300, sale.basket),
    )
    return [row[0] for row in rows]
