"""Generates TPC-H with DuckDB's extension and lays it, with its 22 queries, out for SQLite."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

VERSION = 1
SCALE = 0.1
SCHEMA = Path(__file__).with_name("schema.sql")
TABLES = ("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem")

# What the translator leaves for SQLite: its EXTRACT, its alias of a CTE's columns, SUBSTRING.
_FIXES: tuple[tuple[str, str], ...] = (
    (r"EXTRACT\(YEAR FROM (\w+)\)", r"CAST(STRFTIME('%Y', \1) AS INTEGER)"),
    (r"COUNT\(o_orderkey\)(\s+FROM customer)", r"COUNT(o_orderkey) AS c_count\1"),
    (r"SUBSTRING\(", "SUBSTR("),
)


def build(database: Path, queries: Path, *, scale: float = SCALE) -> bool:
    """Make both files, or return False where finished ones are there already."""
    if database.exists() and queries.exists():
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
                return False
    source = _generator()
    source.execute(f"CALL dbgen(sf = {scale})")
    queries.write_text("".join(f"-- request: Q{n}\n{sql};\n\n" for n, sql in _queries(source)))
    draft = database.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript(SCHEMA.read_text())
        with connection:
            for table in TABLES:
                _copy(source, connection, table)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    draft.replace(database)
    source.close()
    return True


def read_queries(path: Path) -> dict[str, str]:
    """The queries by their request."""
    blocks = re.findall(r"-- request: (\w+)\n(.*?);\n", path.read_text(), re.DOTALL)
    return dict(blocks)


def _generator() -> Any:
    duckdb: Any = importlib.import_module("duckdb")
    spec = importlib.util.find_spec("duckdb_extension_tpch")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("TPC-H is missing: pip install 'tenfold[bench]'")
    folder = Path(next(iter(spec.submodule_search_locations)))
    extension = folder / "extensions" / f"v{duckdb.__version__}" / "tpch.duckdb_extension"
    connection = duckdb.connect(config={"allow_unsigned_extensions": True})
    connection.execute(f"LOAD '{extension}'")
    return connection


def _queries(source: Any) -> list[tuple[int, str]]:
    sqlglot: Any = importlib.import_module("sqlglot")
    found: list[tuple[int, str]] = []
    for number, text in source.execute("SELECT query_nr, query FROM tpch_queries()").fetchall():
        sql = sqlglot.transpile(
            text,
            read="duckdb",
            write="sqlite",
            pretty=True,
            unsupported_level=sqlglot.ErrorLevel.IGNORE,
        )[0]
        for pattern, replacement in _FIXES:
            sql = re.sub(pattern, replacement, sql)
        found.append((number, sql))
    return found


def _copy(source: Any, target: sqlite3.Connection, table: str) -> None:
    columns = source.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?"
        " ORDER BY column_index",
        [table],
    ).fetchall()
    values = ", ".join(_as_sqlite(name, kind) for name, kind in columns)
    rows = source.execute(f"SELECT {values} FROM {table}")
    marks = ", ".join("?" * len(columns))
    while batch := rows.fetchmany(50_000):
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)


def _as_sqlite(name: str, kind: str) -> str:
    if kind == "DATE":
        return f"CAST({name} AS VARCHAR)"
    return f"CAST({name} AS DOUBLE)" if kind.startswith("DECIMAL") else str(name)
