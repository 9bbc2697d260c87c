"""What ANALYZE left in a database, kept so that it can be put back row by row.

The tables are ordinary ones to read, write and drop, also for a SQLite that was built without
STAT4; only CREATE TABLE is refused for their names (sqlite.org/fileformat2.html#stat1tab).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from tenfold.queries.schema import OWN, quote

TABLES = ("sqlite_stat1", "sqlite_stat3", "sqlite_stat4")


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """The rows of one of the tables, each beginning with its rowid."""

    columns: list[str]
    rows: list[list[Any]]


Statistics = dict[str, StatisticsTable]


def read_statistics(connection: apsw.Connection) -> Statistics:
    """Read all statistics that the main database has; a table that is missing is left out."""
    found: Statistics = {}
    for table in TABLES:
        columns = [
            row[0]
            for row in connection.execute(OWN + "SELECT name FROM pragma_table_info(?)", (table,))
        ]
        if columns:
            names = ", ".join(["rowid", *map(quote, columns)])
            query = f"{OWN}SELECT {names} FROM {table} ORDER BY rowid"
            found[table] = StatisticsTable(
                columns, [list(row) for row in connection.execute(query)]
            )
    return found


def statistics_digest(statistics: Statistics) -> str:
    """A short text that is equal exactly where the statistics are."""
    plain = [(name, table.columns, table.rows) for name, table in sorted(statistics.items())]
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def restoring(statistics: Statistics) -> list[str]:
    """The SQL that makes the statistics these again, dropping the tables that were not there."""
    statements = []
    for name in TABLES:
        if name not in statistics:
            statements.append(f"DROP TABLE IF EXISTS {name}")
            continue
        statements.append(f"DELETE FROM {name}")
        statements += _insertions(name, statistics[name], statistics[name].rows)
    return statements


def restoring_of(index: str, statistics: Statistics, present: Iterable[str]) -> list[str]:
    """The SQL that puts back the statistics of one index, into the tables that are there."""
    statements = []
    for name in present:
        table = statistics.get(name)
        if table is not None and "idx" in table.columns:
            place = table.columns.index("idx") + 1
            rows = [row for row in table.rows if str(row[place]).lower() == index.lower()]
            statements += _insertions(name, table, rows, rowids=False)
    return statements


def _insertions(
    name: str, table: StatisticsTable, rows: list[list[Any]], *, rowids: bool = True
) -> list[str]:
    columns = ", ".join([*(["rowid"] if rowids else []), *map(quote, table.columns)])
    return [
        f"INSERT INTO {name} ({columns}) "
        f"VALUES ({', '.join(map(apsw.format_sql_value, row if rowids else row[1:]))})"
        for row in rows
    ]
