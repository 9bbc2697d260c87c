"""A corrupt clone is refused, with the page and the table."""

from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tenfold.database import check_clone
from tenfold.database.health import damage
from tenfold.errors import DatabaseError

PAGE = 4096


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of two tables and an index, some 90 pages."""
    path = tmp_path / "clone.db"
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute(
            """
            CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT NOT NULL CHECK (note != 'no'));
            CREATE INDEX orders_note ON orders (note);
            CREATE TABLE "odd ""name" (a);
            WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 3000)
            INSERT INTO orders SELECT x, printf('%050d', x) FROM n;
            INSERT INTO "odd ""name" VALUES (1);
            """
        ).fetchall()
    return path


def spoil(path: Path, page: int, data: bytes, offset: int = 0) -> None:
    """Overwrite a part of a page."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + offset)
        file.write(data)


def pages_of(path: Path, name: str) -> list[int]:
    """The pages of a table or an index, in order."""
    with closing(apsw.Connection(str(path))) as connection:
        rows = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY 1", (name,)
        ).fetchall()
    return [int(str(page)) for (page,) in rows]


def test_a_sound_clone_passes(database: Path) -> None:
    """A sound clone is no reason for words, and stays as it is."""
    before = database.read_bytes()
    check_clone(database)
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "what"), [("orders", "table orders"), ("orders_note", "index orders_note")]
)
def test_a_damaged_page_is_named(database: Path, name: str, what: str) -> None:
    """The message names the page, what it belongs to, and what to do."""
    page = pages_of(database, name)[3]
    spoil(database, page, b"\xff" * PAGE)
    with pytest.raises(DatabaseError) as caught:
        check_clone(database, name="app.db")
    words = str(caught.value)
    assert words.startswith(f"app.db is corrupt: page {page} of {what} is damaged")
    assert words.endswith("restore a backup, or try sqlite3 app.db .recover")


def test_a_damaged_list_of_tables_is_named(database: Path) -> None:
    """Where not even the schema can be read, page 1 is named."""
    spoil(database, 1, b"\xff" * 3000, offset=100)
    with pytest.raises(DatabaseError, match="page 1 of the list of tables is damaged"):
        check_clone(database)


def test_a_missing_collation_hides_no_damage(database: Path) -> None:
    """A table that needs the app's own collation is left out, and the others are checked."""
    with closing(apsw.Connection(str(database))) as connection:
        connection.create_collation("app", lambda one, two: (one > two) - (one < two))
        connection.execute(
            "CREATE TABLE fruit (name TEXT COLLATE app); CREATE INDEX fruit_name ON fruit (name);"
            "INSERT INTO fruit VALUES ('pear'), ('apple')"
        ).fetchall()
    check_clone(database)
    spoil(database, pages_of(database, "orders")[3], b"\xff" * PAGE)
    with pytest.raises(DatabaseError, match="of table orders"):
        check_clone(database)


def test_a_broken_rule_is_no_corruption(database: Path) -> None:
    """Rows that break a constraint hurt no page."""
    with closing(apsw.Connection(str(database))) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON").fetchall()
        connection.execute("UPDATE orders SET note = 'no' WHERE id = 5").fetchall()
    check_clone(database)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["ok"], ""),
        (["NULL value in t.a", "CHECK constraint failed in t", "non-INT value in t.a"], ""),
        (["*** in database main ***\nPage 7: never used"], "page 7 belongs to no table"),
        (
            ["*** in database main ***\nPage 7: never used\nTree 2 page 9 cell 0: bad"],
            "page 9 of table t is damaged (and 1 more faults)",
        ),
        (["Tree 8 page 9: bad"], "page 9 of the tree at page 8 is damaged"),
        (["Freelist: size is 3 but should be 4"], "freelist: size is 3 but should be 4"),
        (["row 4 missing from index i"], "row 4 missing from index i"),
    ],
)
def test_what_sqlite_found_is_said_in_words(lines: list[str], words: str) -> None:
    """Of what the check found the damaged page comes first."""
    assert damage(lines, {2: "table t"}) == words
