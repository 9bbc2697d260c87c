"""Reading a schema."""

import apsw
import pytest

from tenfold.queries.schema import Index, Schema, key_texts, quote, read_schema


def read(sql: str) -> Schema:
    """The schema that a script makes."""
    connection = apsw.Connection(":memory:")
    connection.execute(sql)
    schema = read_schema(connection)
    connection.close()
    return schema


def one_index(sql: str) -> Index:
    """The index that a script makes."""
    (index,) = read(sql).indexes()
    return index


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain", "plain"),
        ("Mixed_1", "Mixed_1"),
        ("order", '"order"'),
        ("Select", '"Select"'),
        ("two words", '"two words"'),
        ('a"b', '"a""b"'),
        ("ünï", '"ünï"'),
        ("1st", '"1st"'),
        ("", '""'),
        ("[x]", '"[x]"'),
        ("a;DROP TABLE t", '"a;DROP TABLE t"'),
    ],
)
def test_quote(name: str, expected: str) -> None:
    """A name is quoted where SQLite would read it otherwise, and then means itself."""
    assert quote(name) == expected
    assert list(read(f"CREATE TABLE {quote(name)} (x)").tables) == [name]


def test_columns() -> None:
    """Columns come with type, collation, NOT NULL and their place in the key."""
    table = read(
        "CREATE TABLE t (a TEXT COLLATE NOCASE NOT NULL, b, c INT, g AS (c + 1),"
        " h INT AS (c) STORED, PRIMARY KEY (c, a))"
    ).tables["t"]
    said = [
        (c.name, c.declared_type, c.collation, c.not_null, c.primary_key) for c in table.columns
    ]
    assert said[:3] == [
        ("a", "TEXT", "NOCASE", True, 2),
        ("b", "", "BINARY", False, 0),
        ("c", "INT", "BINARY", False, 1),
    ]
    assert [c.name for c in table.columns[3:]] == ["g", "h"]
    assert table.column("G") is table.columns[3]
    assert table.column("none") is None


@pytest.mark.parametrize(
    ("columns", "alias"),
    [
        ("id INTEGER PRIMARY KEY", "id"),
        ("id integer, PRIMARY KEY (id)", "id"),
        ("id INT PRIMARY KEY", None),
        ("id INTEGER PRIMARY KEY DESC", None),
        ("id INTEGER, b, PRIMARY KEY (id, b)", None),
        ("id INTEGER", None),
    ],
)
def test_rowid_alias(columns: str, alias: str | None) -> None:
    """Only an INTEGER PRIMARY KEY is the table's own order."""
    assert read(f"CREATE TABLE t ({columns})").tables["t"].rowid_alias == alias


def test_without_rowid() -> None:
    """A table without rowid is known as one, and has no alias for it."""
    table = read("CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID").tables["t"]
    assert (table.without_rowid, table.rowid_alias) == (True, None)


def test_indexes() -> None:
    """Keys, directions, collations, predicates and origins are read from SQLite."""
    table = 'CREATE TABLE t (a TEXT, b, "c d", UNIQUE (b));'
    schema = read(
        table + 'CREATE INDEX i ON t (a COLLATE NOCASE DESC, "c d", lower(a) ASC)'
        " WHERE b IN (1, 2) AND a > 'x'"
    )
    auto, index = schema.indexes()
    assert (auto.origin, auto.unique, auto.sql) == ("u", True, None)
    assert [(t.column, t.collation, t.descending) for t in index.terms[:2]] == [
        ("a", "NOCASE", True),
        ("c d", "BINARY", False),
    ]
    assert (index.terms[2].text, index.terms[2].column) == ("lower(a)", None)
    assert index.where == "b IN (1, 2) AND a > 'x'"
    assert (index.origin, index.unique) == ("c", False)


@pytest.mark.parametrize(
    ("sql", "texts"),
    [
        ("CREATE INDEX i ON t (a)", ["a"]),
        ("CREATE INDEX i ON t(a DESC,b ASC)", ["a", "b"]),
        ("CREATE INDEX i ON t (substr(a, 1, 2), (b + 1) DESC)", ["substr(a, 1, 2)", "(b + 1)"]),
        ("CREATE INDEX i ON t (a) WHERE b IN (1, 2)", ["a"]),
        ("CREATE INDEX \"on\" ON t (a || ',' || b)", ["a || ',' || b"]),
        ("CREATE INDEX i ON t (a /* x, y */, b)", ["a /* x, y */", "b"]),
        ("CREATE INDEX i", []),
    ],
)
def test_key_texts(sql: str, texts: list[str]) -> None:
    """The texts between the commas are found whatever parentheses and strings they hold."""
    assert key_texts(sql) == texts


def test_foreign_keys_views_and_triggers() -> None:
    """Child columns are kept per key, views by name, triggers by table."""
    schema = read(
        "CREATE TABLE p (a, b, PRIMARY KEY (a, b));"
        "CREATE TABLE c (x REFERENCES p (a), y, z, FOREIGN KEY (y, z) REFERENCES p);"
        "CREATE VIEW v AS SELECT 1; CREATE TRIGGER g AFTER INSERT ON c BEGIN SELECT 1; END;"
    )
    assert sorted(schema.tables["c"].foreign_keys) == [("p", ("x",)), ("p", ("y", "z"))]
    assert list(schema.views) == ["v"]
    assert [table for table, _ in schema.triggers] == ["c"]
    assert schema.table("P") is schema.tables["p"]
    assert schema.table("none") is None


def test_virtual_tables_hide_their_own() -> None:
    """A full-text table is one table: what it keeps itself in doesn't show."""
    schema = read("CREATE VIRTUAL TABLE f USING fts5 (title, body)")
    assert list(schema.tables) == ["f"]
    assert schema.tables["f"].virtual
    assert [c.name for c in schema.tables["f"].columns] == ["title", "body"]
    assert schema.indexes() == []
