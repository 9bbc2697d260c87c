"""What a SQLite database says of itself: tables, columns, indexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import apsw

from tenfold.queries.lexer import tokens

OWN = "/*tenfold*/ "
"""Marks Tenfold's own statements, so that its advisor never advises on itself."""


_KEYWORDS = frozenset(apsw.keywords)


def quote(name: str) -> str:
    """Write a name as an SQL identifier, in quotes only where it needs them."""
    plain = name.isidentifier() and name.isascii() and name.upper() not in _KEYWORDS
    return name if plain else '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Term:
    """One key of an index: a column or an expression, its collation and direction."""

    text: str
    """SQL of the key: a quoted column name or an expression."""
    column: str | None
    """The column's name; None for an expression."""
    collation: str = "BINARY"
    descending: bool = False

    @property
    def sql(self) -> str:
        """The key as CREATE INDEX wants it; the collation only where it isn't the column's own."""
        return f"{self.text}{' DESC' if self.descending else ''}"


@dataclass(frozen=True, slots=True)
class Index:
    """An index that the database has."""

    name: str
    table: str
    terms: tuple[Term, ...]
    unique: bool
    origin: str
    """`c` made by CREATE INDEX, `u` by a UNIQUE constraint, `pk` by a PRIMARY KEY."""
    where: str | None
    sql: str | None
    """The statement that made it; None where a constraint did."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    declared_type: str
    collation: str
    not_null: bool
    primary_key: int
    """Its place in the primary key from 1 on; 0 outside of it."""


@dataclass(slots=True)
class Table:
    """A table with its columns and indexes."""

    name: str
    columns: list[Column]
    without_rowid: bool
    rowid_alias: str | None
    """The INTEGER PRIMARY KEY column, which is the table's own order."""
    indexes: list[Index] = field(default_factory=list)
    foreign_keys: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """The parent table and the child columns of each foreign key."""
    virtual: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, without regard to case."""
        wanted = name.lower()
        return next((column for column in self.columns if column.name.lower() == wanted), None)


@dataclass(slots=True)
class Schema:
    """All tables of a database by name, in the order of their making."""

    tables: dict[str, Table]
    views: dict[str, str]
    triggers: list[tuple[str, str]]

    def table(self, name: str) -> Table | None:
        """The table of that name, without regard to case."""
        found = self.tables.get(name)
        if found is not None:
            return found
        wanted = name.lower()
        return next((t for key, t in self.tables.items() if key.lower() == wanted), None)

    def indexes(self) -> list[Index]:
        """All indexes of all tables."""
        return [index for table in self.tables.values() for index in table.indexes]


def read_schema(connection: apsw.Connection) -> Schema:
    """Read the schema of the main database."""
    schema = Schema({}, {}, [])
    rows = _all(connection, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")
    shadows = _shadow_tables(connection)
    for kind, name, table, sql in rows:
        if kind == "table" and not name.startswith("sqlite_") and name not in shadows:
            schema.tables[name] = _table(connection, name, sql)
        elif kind == "view":
            schema.views[name] = sql
        elif kind == "trigger":
            schema.triggers.append((table, sql))
    statements = {name: sql for kind, name, _, sql in rows if kind == "index"}
    for table_found in schema.tables.values():
        if not table_found.virtual:
            table_found.indexes = _indexes(connection, table_found, statements)
    return schema


def _all(connection: apsw.Connection, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return connection.execute(OWN + sql, values).fetchall()


def _shadow_tables(connection: apsw.Connection) -> set[str]:
    query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"
    return {name for (name,) in _all(connection, query)}


def _table(connection: apsw.Connection, name: str, sql: str) -> Table:
    virtual = sql.lstrip().upper().startswith("CREATE VIRTUAL")
    ((without_rowid,),) = _all(
        connection, "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", name
    ) or [(0,)]
    columns = []
    # hidden: 1 is a hidden column of a virtual table; 2 and 3 are generated columns.
    for column, declared, not_null, key, hidden in _all(
        connection, 'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', name
    ):
        if hidden == 1:
            continue
        collation = "BINARY" if virtual else connection.column_metadata("main", name, column)[1]
        columns.append(Column(column, declared or "", collation, bool(not_null), key))
    keys = [column for column in columns if column.primary_key]
    alias = None
    if len(keys) == 1 and keys[0].declared_type.upper() == "INTEGER" and not without_rowid:
        # "INTEGER PRIMARY KEY DESC" is, for history's sake, no rowid alias: it has an index.
        origins = _all(
            connection, "SELECT count(*) FROM pragma_index_list(?) WHERE origin = 'pk'", name
        )
        alias = keys[0].name if origins == [(0,)] else None
    foreign: dict[int, tuple[str, list[str]]] = {}
    for number, parent, child in _all(
        connection,
        'SELECT id, "table", "from" FROM pragma_foreign_key_list(?) ORDER BY id, seq',
        name,
    ):
        foreign.setdefault(number, (parent, []))[1].append(child)
    return Table(
        name,
        columns,
        bool(without_rowid),
        alias,
        [],
        [(p, tuple(c)) for p, c in foreign.values()],
        virtual,
    )


def _indexes(
    connection: apsw.Connection, table: Table, statements: dict[str, str | None]
) -> list[Index]:
    found = []
    for name, unique, origin, partial in _all(
        connection,
        'SELECT name, "unique", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC',
        table.name,
    ):
        sql = statements.get(name)
        expressions = key_texts(sql) if sql else []
        terms = []
        keys = "SELECT cid, name, desc, coll FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno"
        for seq, (cid, column, descending, collation) in enumerate(_all(connection, keys, name)):
            text = quote(column) if column is not None else "rowid"
            if cid == -2:
                text = expressions[seq] if seq < len(expressions) else "?"
            terms.append(Term(text, column if cid >= 0 else None, collation, bool(descending)))
        where = _where_of(sql) if partial and sql else None
        found.append(Index(name, table.name, tuple(terms), bool(unique), origin, where, sql))
    return found


def key_texts(create_index: str) -> list[str]:
    """The texts between the commas of CREATE INDEX … ON table (…), without ASC and DESC."""
    texts: list[str] = []
    depth, start, seen_on = 0, 0, False
    for token in tokens(create_index):
        if token.kind == "word" and token.upper == "ON" and depth == 0:
            seen_on = True
        if not seen_on:
            continue
        if token.text == "(":
            depth += 1
            if depth == 1:
                start = token.end
        if depth == 1 and token.text in {",", ")"}:
            texts.append(_without_direction(create_index[start : token.start].strip()))
            start = token.end
        if token.text == ")":
            depth -= 1
            if depth == 0:
                break
    return texts


def _without_direction(key: str) -> str:
    for suffix in (" ASC", " DESC"):
        if key.upper().endswith(suffix):
            return key[: -len(suffix)].rstrip()
    return key


def _where_of(create_index: str) -> str | None:
    depth = 0
    for token in tokens(create_index):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.kind == "word" and token.upper == "WHERE":
            return create_index[token.end :].strip()
    return None
