"""How many rows a table has and how many of them share a key, from a sample."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from tenfold.queries.schema import OWN, Schema, Table, quote

SAMPLE_ROWS = 10_000


def _value_of(literal: str) -> Any:
    """The value of a literal as tenfold.queries.parameters.literal writes it."""
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    try:
        return int(literal)
    except ValueError:
        pass
    try:
        return float(literal)
    except ValueError:
        return None


def _rank(value: Any) -> tuple[int, Any]:
    # SQLite sorts numbers before text before blobs (sqlite.org/datatype3.html).
    if isinstance(value, int | float):
        return 0, value
    return (1, value) if isinstance(value, str) else (2, value)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "<>": lambda value, wanted: value is not None and value != wanted,
    "<": lambda value, wanted: value is not None and _rank(value) < _rank(wanted),
    "<=": lambda value, wanted: value is not None and _rank(value) <= _rank(wanted),
    ">": lambda value, wanted: value is not None and _rank(value) > _rank(wanted),
    ">=": lambda value, wanted: value is not None and _rank(value) >= _rank(wanted),
    "IS NULL": lambda value, _: value is None,
    "IS NOT NULL": lambda value, _: value is not None,
}


@dataclass(slots=True)
class TableStatistics:
    """The number of rows of a table, and a sample of them by which keys are judged."""

    rows: int
    sampled: int
    _values: dict[str, list[Any]] = field(default_factory=dict)
    _shares: dict[str, float] = field(default_factory=dict)
    _per_key: dict[tuple[str, ...], float] = field(default_factory=dict)

    def rows_per_key(self, keys: Sequence[str]) -> float:
        """Estimate how many rows share a value of these keys (columns or expressions, as SQL).

        Uses the guaranteed-error estimator of Charikar et al., "Towards estimation error
        guarantees for distinct values" (PODS 2000), on the sample.
        """
        plain = (key if key in self._values else key.rpartition(" COLLATE ")[0] for key in keys)
        wanted = tuple(key for key in plain if key in self._values)
        if not self.rows or not self.sampled:
            return 1.0
        if wanted not in self._per_key:
            columns = [self._values[key] for key in wanted]
            counted = Counter(zip(*columns, strict=True)) if columns else Counter([()])
            once = sum(1 for times in counted.values() if times == 1)
            scale = math.sqrt(self.rows / self.sampled)
            distinct = min(self.rows, scale * once + len(counted) - once)
            self._per_key[wanted] = self.rows / max(1.0, distinct)
        return self._per_key[wanted]

    def distinct(self, key: str) -> float:
        """Estimate how many different values a column or expression has."""
        return self.rows / self.rows_per_key((key,)) if self.rows else 0.0

    def matching(self, key: str, operator: str, literal: str) -> float:
        """The share of the sampled rows for which a comparison with a literal holds."""
        values = self._values.get(key)
        if not values:
            return 1.0
        test = _TESTS.get(operator)
        if test is None:
            return 1.0
        wanted = _value_of(literal)
        return sum(1 for value in values if test(value, wanted)) / len(values)

    def where_share(self, where: str) -> float:
        """The share of rows that the predicate of a partial index holds, once it was noted."""
        return self._shares.get(where, 1.0)

    def note_share(self, where: str, share: float) -> None:
        """Keep the share of rows that a predicate holds."""
        self._shares[where] = share

    def add(self, key: str, values: list[Any]) -> None:
        """Keep the sampled values of one more key."""
        self._values[key] = values

    def knows(self, key: str) -> bool:
        """Tell whether this key was sampled."""
        return key in self._values


def read_statistics(connection: apsw.Connection, schema: Schema) -> dict[str, TableStatistics]:
    """Count and sample every table."""
    found = {}
    for table in schema.tables.values():
        if table.virtual:
            continue
        rows: Any = connection.execute(f"{OWN}SELECT count(*) FROM {quote(table.name)}").get
        statistics = TableStatistics(rows, 0)
        keys = [quote(column.name) for column in table.columns]
        sample = _sample(connection, table, keys, rows)
        statistics.sampled = len(sample)
        for at, key in enumerate(keys):
            statistics.add(key, [row[at] for row in sample])
        found[table.name] = statistics
    return found


def sample_expression(
    connection: apsw.Connection, table: Table, statistics: TableStatistics, expression: str
) -> bool:
    """Sample an expression over a table; False if SQLite can't compute it."""
    if not statistics.knows(expression):
        try:
            sample = _sample(connection, table, [expression], statistics.rows)
        except apsw.Error:
            return False
        if len(sample) != statistics.sampled:
            return False
        statistics.add(expression, [row[0] for row in sample])
    return True


def _sample(
    connection: apsw.Connection, table: Table, keys: list[str], rows: int
) -> list[tuple[Any, ...]]:
    """About SAMPLE_ROWS rows, the same ones at every call."""
    step = max(1, rows // SAMPLE_ROWS)
    listed = ", ".join(keys)
    if step == 1 or table.without_rowid:
        query = f"{OWN}SELECT {listed} FROM {quote(table.name)} LIMIT {SAMPLE_ROWS * 2}"
    else:
        # Multiplying by a large odd number scatters neighbouring rows, so that a pattern in the
        # order of insertion (four lines an order, say) isn't taken for the whole.
        query = (
            f"{OWN}SELECT {listed} FROM {quote(table.name)} NOT INDEXED"
            f" WHERE (rowid * 2654435761 >> 7) % {step} = 0"
        )
    return connection.execute(query).fetchall()
