"""Builds the grocery database; the second time it finds it there and leaves it alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.grocery import parquet

# Written last, as the file's user_version: a database without it is not complete.
VERSION = 1

HERE = Path(__file__).parent

Progress = Callable[[str, float], None]

_DEMOGRAPHICS = (
    "household_id",
    "age",
    "income",
    "home_ownership",
    "marital_status",
    "household_size",
    "household_comp",
    "kids_count",
)
_PRODUCT = (
    "product_id",
    "manufacturer_id",
    "department",
    "brand",
    "product_category",
    "product_type",
    "package_size",
)
_TRANSACTION = (
    "household_id",
    "store_id",
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "retail_disc",
    "coupon_disc",
    "coupon_match_disc",
    "week",
    "transaction_timestamp",
)

# What the sales mention and no other table describes: households that gave no answers, products
# that left the catalogue, the stores, and the baskets that the lines add up to.
_DERIVED = """
INSERT OR IGNORE INTO households (id) SELECT DISTINCT household_id FROM transactions ORDER BY 1;
INSERT OR IGNORE INTO products (id) SELECT DISTINCT product_id FROM transactions ORDER BY 1;
INSERT OR IGNORE INTO products (id) SELECT DISTINCT product_id FROM coupons ORDER BY 1;
INSERT INTO stores SELECT store_id, min(sold_at) FROM transactions GROUP BY 1 ORDER BY 1;
INSERT INTO baskets
    SELECT basket_id, household_id, store_id, week, sold_at FROM transactions
    GROUP BY basket_id ORDER BY basket_id;
"""


def _silent(step: str, done: float) -> None:
    """Show nothing."""


def schema() -> str:
    """The SQL that makes the empty database, indexes included."""
    return (HERE / "schema.sql").read_text() + (HERE / "indexes.sql").read_text()


def is_complete(path: Path) -> bool:
    """Whether a finished database of this version is at PATH."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)
    except sqlite3.DatabaseError:
        return False


def build(path: Path, progress: Progress = _silent) -> bool:
    """Lay the data into PATH and return True, or return False where that was done before."""
    if is_complete(path):
        return False
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        # The draft is thrown away if anything fails, so it needs no journal.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript((HERE / "schema.sql").read_text())
        _load_small_tables(connection)
        _load_transactions(connection, progress)
        progress("households, stores, baskets", 0.8)
        connection.executescript(f"BEGIN;{_DERIVED}COMMIT;")
        progress("old indexes", 0.9)
        connection.executescript((HERE / "indexes.sql").read_text())
        connection.execute(f"PRAGMA user_version = {VERSION}")
    draft.replace(path)
    progress("done", 1.0)
    return True


def _load_small_tables(connection: sqlite3.Connection) -> None:
    descriptions = parquet.rows(
        "campaign_descriptions", ("campaign_id", "campaign_type", "start_date", "end_date")
    )
    redemptions = parquet.rows(
        "coupon_redemptions", ("household_id", "coupon_upc", "campaign_id", "redemption_date")
    )
    members = parquet.rows("campaigns", ("campaign_id", "household_id"))
    coupons = parquet.rows("coupons", ("coupon_upc", "product_id", "campaign_id"))
    with connection:
        _insert(connection, "households", parquet.rows("demographics", _DEMOGRAPHICS))
        _insert(connection, "products", parquet.rows("products", _PRODUCT))
        _insert(
            connection, "campaigns", [(i, kind, a[:10], b[:10]) for i, kind, a, b in descriptions]
        )
        _insert(connection, "campaign_households", [(None, *row) for row in members])
        _insert(connection, "coupons", [(None, *row) for row in coupons])
        _insert(
            connection,
            "coupon_redemptions",
            [(None, *row[:3], row[3][:10]) for row in redemptions],
        )


def _load_transactions(connection: sqlite3.Connection, progress: Progress) -> None:
    total, done = parquet.count("transactions"), 0
    with connection:
        for batch in parquet.batches("transactions", _TRANSACTION):
            connection.executemany(
                "INSERT INTO transactions (household_id, store_id, basket_id, product_id, quantity,"
                " sales_value, retail_disc, coupon_disc, coupon_match_disc, week, sold_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                batch,
            )
            done += len(batch)
            progress(f"{done:,} of {total:,} sales", 0.8 * done / total)


def _insert(connection: sqlite3.Connection, table: str, rows: list[parquet.Row]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
