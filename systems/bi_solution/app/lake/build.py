"""Lays the real transactions into Parquet; what is already there is left alone."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from systems.bi_solution.app import named_sql
from systems.bi_solution.app.lake import manifest, sources

SEED = 20171231
QUERIES = Path(__file__).with_name("build.sql")
MEMBERS = "members.json"

Progress = Callable[[str, float], None]


def is_complete(lake: Path, scale: int) -> bool:
    """Whether a finished lake of this scale and seed is there."""
    try:
        found = manifest.read(lake)
    except manifest.LakeError:
        return False
    return (found.scale, found.seed) == (scale, SEED)


def build(lake: Path, scale: int, progress: Progress) -> bool:
    """Write what is missing and return True, or return False where nothing was."""
    if is_complete(lake, scale):
        return False
    lake.mkdir(parents=True, exist_ok=True)
    (lake / manifest.FILE).unlink(missing_ok=True)
    _forget_beyond(lake, scale)
    with duckdb.connect(config={"threads": 2}) as connection:
        queries = named_sql.load(QUERIES)
        given = {
            "transactions": str(sources.folder() / "transactions.parquet"),
            "products": str(sources.folder() / "products.parquet"),
        }
        connection.execute(queries["products"], given)
        progress("catalogue", 0.02)
        _write(connection, queries["catalogue"], lake / "products.parquet", {})
        for copy in range(scale):
            target = lake / f"sales-{copy:03d}.parquet"
            if not target.exists():
                _write(connection, queries["sales"], target, _shift(copy, given["transactions"]))
            progress(f"sales, part {copy + 1} of {scale}", 0.02 + 0.88 * (copy + 1) / scale)
        stock = {"transactions": given["transactions"], "seed": SEED % 1009}
        _write(connection, queries["stock"], lake / "stock.parquet", stock)
        progress("stock", 0.95)
        _write_members(connection, lake)
        manifest.write(lake, _describe(connection, lake, scale))
    progress("done", 1.0)
    return True


def _shift(copy: int, transactions: str) -> dict[str, Any]:
    chance = random.Random(SEED + copy)  # noqa: S311 - a generator of data, not of secrets
    days = chance.randrange(1, 365) if copy else 0
    factor = round(chance.uniform(0.9, 1.1), 3) if copy else 1.0
    return {"transactions": transactions, "copy": copy, "days": days, "factor": factor}


def _write(connection: Any, sql: str, target: Path, given: dict[str, Any]) -> None:
    draft = target.with_suffix(".draft")
    connection.execute(sql.replace("{target}", str(draft).replace("'", "''")), given)
    draft.replace(target)


def _forget_beyond(lake: Path, scale: int) -> None:
    for part in lake.glob("sales-*.parquet"):
        if int(part.stem.removeprefix("sales-")) >= scale:
            part.unlink()


def _write_members(connection: Any, lake: Path) -> None:
    members = {
        dimension: [
            value
            for (value,) in connection.execute(
                f"SELECT DISTINCT {dimension} FROM products ORDER BY 1"  # noqa: S608
            ).fetchall()
        ]
        for dimension in ("segment", "category", "product_type")
    }
    (lake / MEMBERS).write_text(json.dumps(members, indent=1), encoding="utf-8")


def _describe(connection: Any, lake: Path, scale: int) -> manifest.Manifest:
    rows: dict[str, int] = {}
    for table, files in (("sales", "sales-*"), ("products", "products"), ("stock", "stock")):
        found = connection.execute(
            "SELECT count(*) FROM read_parquet(?)", [str(lake / f"{files}.parquet")]
        ).fetchone()
        rows[table] = int(found[0])
    first, last, revenue, quantity = connection.execute(
        "SELECT min(sold_on), max(sold_on), sum(revenue), sum(quantity) FROM read_parquet(?)",
        [str(lake / "sales-*.parquet")],
    ).fetchone()
    facts = [scale, SEED, rows, str(first), str(last), str(revenue), str(quantity)]
    version = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
    return manifest.Manifest(version, scale, SEED, rows, str(first), str(last))
