"""The figures of each dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from systems.bi_solution.app import named_sql
from systems.bi_solution.app.lake.warehouse import Reader, Result
from systems.bi_solution.app.reports.filters import Filters

QUERIES = Path(__file__).with_name("queries.sql")
PAGE = 50
EVERYTHING = 1_000_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A figure, and by how many hundredths it is more than before."""

    value: Any
    before: Any

    @property
    def percent(self) -> float | None:
        """None where nothing was before."""
        return 100.0 * (float(self.value) / float(self.before) - 1) if self.before else None


def rows(result: Result) -> list[Row]:
    """Each row by its columns' names."""
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _run(reader: Reader, name: str, given: dict[str, Any]) -> list[Row]:
    return rows(reader.run(named_sql.load(QUERIES)[name], given or None))


def segment_names(reader: Reader) -> list[str]:
    """The segments that this reader sees."""
    return [row["segment"] for row in _run(reader, "segment_names", {})]


def totals(reader: Reader, filters: Filters) -> dict[str, Change]:
    """The metrics of a period beside those of the period before."""
    now = _run(reader, "totals", filters.given())[0]
    before = _run(reader, "totals", filters.before.given())[0]
    for one in (now, before):
        one["ticket"] = one["revenue"] / one["baskets"] if one["baskets"] else 0
    return {name: Change(now[name], before[name]) for name in now}


def monthly(reader: Reader, filters: Filters) -> list[Row]:
    """Revenue by month."""
    return _run(reader, "monthly", filters.given("segment", "store"))


def segments(reader: Reader, filters: Filters) -> list[Row]:
    """Revenue by segment."""
    return _run(reader, "segments", filters.given())


def top_products(reader: Reader, filters: Filters, limit: int = PAGE) -> list[Row]:
    """The products that sell most."""
    return _run(reader, f"products_by_{filters.sort}", filters.given(limit=limit))


def stock_state(reader: Reader, filters: Filters) -> Row:
    """How many positions are out of stock or below their reorder point."""
    return _run(reader, "stock_state", filters.given("segment", "store"))[0]


def stockouts_by_segment(reader: Reader, filters: Filters) -> list[Row]:
    """Where stock-outs are."""
    return _run(reader, "stockouts_by_segment", filters.given("segment", "store"))


def stockouts(reader: Reader, filters: Filters, limit: int = PAGE) -> list[Row]:
    """The positions without stock, by what they would sell."""
    offset = (filters.page - 1) * PAGE
    given = filters.given("segment", "store", limit=limit, offset=offset)
    return _run(reader, "stockouts", given)


def abc(reader: Reader, filters: Filters, limit: int = EVERYTHING) -> list[Row]:
    """Every product with its class on the ABC curve."""
    return _run(reader, "abc", filters.given(limit=limit))


def abc_classes(products: list[Row]) -> list[Row]:
    """How many products make up each class, and what they bring."""
    total = sum(row["revenue"] for row in products)
    found = []
    for name in "ABC":
        inside = [row for row in products if row["class"] == name]
        revenue = sum(row["revenue"] for row in inside)
        found.append(
            {
                "class": name,
                "products": len(inside),
                "products_percent": 100.0 * len(inside) / len(products) if products else 0.0,
                "revenue": revenue,
                "share_percent": 100.0 * float(revenue) / float(total) if total else 0.0,
            }
        )
    return found


def suppliers(reader: Reader, filters: Filters, limit: int = PAGE) -> list[Row]:
    """Suppliers by revenue, with their stock-outs and lead time."""
    return _run(reader, "suppliers", filters.given(limit=limit))


def weekly(reader: Reader, filters: Filters) -> list[Row]:
    """Revenue by week."""
    return _run(reader, "weekly", filters.given("segment", "store"))
