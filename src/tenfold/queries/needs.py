"""What each statement would want of an index, as SQLite's own planner tells it.

A copy of the schema is made in which every table is a virtual one. While SQLite prepares a
statement on it, its planner asks each virtual table how it could serve (xBestIndex,
sqlite.org/vtab.html#the_xbestindex_method): by which columns it would compare, in which order it
would like the rows, which columns it reads. Those questions are the needs. So views, subqueries,
joins and OR are understood exactly as SQLite understands them, and no parser of our own can err.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

import apsw

from tenfold.queries.parameters import Parameters, Value, literal
from tenfold.queries.schema import Schema, Table, quote

UNKNOWN: Final = "\0unknown"
"""Stands for a value that the planner doesn't know: a column of another table, a function."""

_EQUAL = {apsw.SQLITE_INDEX_CONSTRAINT_EQ, apsw.SQLITE_INDEX_CONSTRAINT_IS}
_RANGE = {
    apsw.SQLITE_INDEX_CONSTRAINT_GT: ">",
    apsw.SQLITE_INDEX_CONSTRAINT_GE: ">=",
    apsw.SQLITE_INDEX_CONSTRAINT_LT: "<",
    apsw.SQLITE_INDEX_CONSTRAINT_LE: "<=",
}
_NULL = {
    apsw.SQLITE_INDEX_CONSTRAINT_ISNULL: "IS NULL",
    apsw.SQLITE_INDEX_CONSTRAINT_ISNOTNULL: "IS NOT NULL",
}


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """One comparison of a column: `=`, a range operator, `<>`, `LIKE`, `IS NULL`, `IS NOT NULL`."""

    column: str
    operator: str
    collation: str = "BINARY"
    value: str = UNKNOWN
    """The value as an SQL literal where it is a constant, else UNKNOWN."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one statement wants of one table, at one place in its plan."""

    table: str
    comparisons: tuple[Comparison, ...]
    order: tuple[tuple[str, bool], ...]
    """Columns by which the rows are wanted in order or in groups, True where descending."""
    grouped: bool
    """The order serves GROUP BY or DISTINCT, so that directions don't matter."""
    used: tuple[str, ...]
    """Every column of the table that the statement reads there."""


class Observer:
    """Ask SQLite's planner what statements need; holds a copy of the schema, no data."""

    def __init__(self, schema: Schema) -> None:
        self._tables = schema.tables
        self._seen: list[Need] = []
        self._connection = apsw.Connection(":memory:", statementcachesize=0)
        self._connection.create_module("tenfold_need", cast("Any", self), use_bestindex_object=True)
        for table in schema.tables.values():
            if not table.virtual:
                self._connection.execute(
                    f"CREATE VIRTUAL TABLE {quote(table.name)} USING tenfold_need"
                )
        for sql in schema.views.values():
            try:
                self._connection.execute(sql)
            except apsw.Error:
                # A view over a virtual table that we don't copy: its statements have no needs.
                continue

    def close(self) -> None:
        """Free the copy of the schema."""
        self._connection.close()

    def needs(self, sql: str, parameters: Parameters = ()) -> tuple[Need, ...]:
        """The needs of one statement; none if it can't be observed.

        A bound value is no constant: the next call has another, as far as anyone can tell.
        """
        self._seen.clear()
        try:
            for _ in self._connection.execute("EXPLAIN " + sql, parameters or None):
                break
        except apsw.Error:
            # INSERT … ON CONFLICT, MATCH and the like don't work on virtual tables.
            return ()
        return tuple(dict.fromkeys(self._seen))

    # What apsw calls.
    def Create(self, _connection: Any, _module: str, _database: str, name: str, *_: str) -> Any:
        """Declare the columns of the table that a virtual table stands for."""
        table = self._tables[name]
        columns = ", ".join(
            f"{quote(column.name)} {_type_and_collation(column.declared_type, column.collation)}"
            for column in table.columns
        )
        return f"CREATE TABLE x({columns})", _Asked(table, self._seen)

    Connect = Create


def _type_and_collation(declared: str, collation: str) -> str:
    known = collation if collation in {"BINARY", "NOCASE", "RTRIM"} else "BINARY"
    # A type is only words and numbers; "GENERATED ALWAYS" in it would confuse the declaration.
    plain = declared if declared and "generated" not in declared.lower() else ""
    return f"{plain} COLLATE {known}"


class _Asked:
    """One virtual table: it writes down what the planner asks of it, and never serves."""

    def __init__(self, table: Table, seen: list[Need]) -> None:
        self._table = table
        self._seen = seen

    def BestIndexObject(self, info: apsw.IndexInfo) -> bool:
        comparisons, cheap = [], 0
        for at in range(info.nConstraint):
            if not info.get_aConstraint_usable(at):
                continue
            found = self._comparison(info, at)
            if found is not None:
                comparisons.append(found)
                cheap += found.operator == "="
                # Claim to use it: of OR, the planner asks on only after a side that is served.
                info.set_aConstraintUsage_argvIndex(at, len(comparisons))
        order = [
            (self._name(info.get_aOrderBy_iColumn(at)), bool(info.get_aOrderBy_desc(at)))
            for at in range(info.nOrderBy)
        ]
        used = [column.name for at, column in enumerate(self._table.columns) if _uses(info, at)]
        self._seen.append(
            Need(
                self._table.name,
                tuple(dict.fromkeys(comparisons)),
                tuple(order),
                info.distinct in {1, 2, 3},
                tuple(used),
            )
        )
        # Make the planner believe that equalities narrow, so that it goes on as with real tables.
        info.estimatedCost = 1e6 / 10**cheap
        info.estimatedRows = max(1, 10 ** (6 - cheap)) if cheap <= 6 else 1
        return True

    def _comparison(self, info: apsw.IndexInfo, at: int) -> Comparison | None:
        operation = info.get_aConstraint_op(at)
        column = self._name(info.get_aConstraint_iColumn(at))
        value = _constant(info.get_aConstraint_rhs(at))
        if operation in _EQUAL:
            if value == "NULL":
                return Comparison(column, "IS NULL")
            return Comparison(column, "=", info.get_aConstraint_collation(at), value)
        if operation in _RANGE:
            return Comparison(column, _RANGE[operation], info.get_aConstraint_collation(at), value)
        if operation in _NULL:
            return Comparison(column, _NULL[operation])
        if operation == apsw.SQLITE_INDEX_CONSTRAINT_NE:
            return Comparison(column, "<>", info.get_aConstraint_collation(at), value)
        if operation == apsw.SQLITE_INDEX_CONSTRAINT_LIKE:
            return Comparison(column, "LIKE", "NOCASE", value)
        if operation == apsw.SQLITE_INDEX_CONSTRAINT_GLOB:
            return Comparison(column, "GLOB", "BINARY", value)
        return None

    def _name(self, number: int) -> str:
        return self._table.columns[number].name if number >= 0 else "rowid"

    def Disconnect(self) -> None:
        """Nothing to free."""

    Destroy = Disconnect

    def UpdateInsertRow(self, *_: Any) -> None:
        """There only so that INSERT can be prepared; never called."""

    def UpdateDeleteRow(self, *_: Any) -> None:
        """There only so that DELETE can be prepared; never called."""

    def UpdateChangeRow(self, *_: Any) -> None:
        """There only so that UPDATE can be prepared; never called."""


def _uses(info: apsw.IndexInfo, column: int) -> bool:
    # Bit 63 stands for every column from the 64th on.
    return min(column, 63) in info.colUsed


def _constant(value: Value) -> str:
    return UNKNOWN if value is None else literal(value)


def constants(needs: Iterable[Need]) -> set[tuple[str, Comparison]]:
    """Every comparison with a constant, with its table."""
    return {
        (need.table, comparison)
        for need in needs
        for comparison in need.comparisons
        if comparison.value != UNKNOWN or comparison.operator in _NULL.values()
    }
