"""Expressions over columns, found in the text."""

import apsw
import pytest

from tenfold.queries.expressions import wrapped_columns
from tenfold.queries.schema import read_schema

SCHEMA = """
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, "group" TEXT, at TEXT, doc TEXT, n INT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT);
"""


def found(sql: str) -> list[str]:
    """The expressions of a statement, with their tables."""
    connection = apsw.Connection(":memory:")
    connection.execute(SCHEMA)
    schema = read_schema(connection)
    connection.close()
    return [f"{table}: {text}" for table, text in wrapped_columns(sql, schema)]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT * FROM users WHERE lower(email) = ?", ["users: lower(email)"]),
        ("SELECT * FROM users u WHERE lower(u.email) = ?", ["users: lower(email)"]),
        ('SELECT 1 FROM users WHERE LOWER ( users."email" ) = 1', ["users: LOWER(email)"]),
        ('SELECT 1 FROM users WHERE lower("group") = ?', ['users: lower("group")']),
        ("SELECT 1 FROM users WHERE substr(at, 1, 7) = ?", ["users: substr(at, 1, 7)"]),
        ("SELECT 1 FROM users WHERE CAST(n AS TEXT) = ?", ["users: CAST(n AS TEXT)"]),
        ("SELECT 1 FROM users ORDER BY length(email)", ["users: length(email)"]),
        (
            "SELECT strftime('%Y', at), count(*) FROM users GROUP BY strftime('%Y', at)",
            ["users: strftime('%Y', at)"],
        ),
        ("SELECT 1 FROM users WHERE lower(trim(email)) = ?", ["users: lower(trim(email))"]),
        ("SELECT 1 FROM users WHERE doc ->> '$.a' = ?", ["users: doc ->> '$.a'"]),
        ("SELECT 1 FROM users u WHERE u.doc ->> '$.a' = ?", ["users: doc ->> '$.a'"]),
        (
            "SELECT 1 FROM users u JOIN posts p ON lower(p.title) = lower(u.email)",
            ["posts: lower(title)", "users: lower(email)"],
        ),
        # What no index could hold:
        ("SELECT lower(email) FROM users", []),
        ("SELECT 1 FROM users WHERE email = lower(?)", []),
        ("SELECT 1 FROM users WHERE coalesce(email, ?) = 1", []),
        ("SELECT 1 FROM users HAVING max(n) > 1", []),
        ("SELECT 1 FROM users WHERE n IN (SELECT id FROM posts)", []),
        ("SELECT 1 FROM users WHERE abs(1) = 1", []),
        ("SELECT 1 FROM users WHERE lower(missing) = 1", []),
        ("SELECT 1 FROM nowhere WHERE lower(email) = 1", []),
        ("UPDATE users SET email = lower(email)", []),
    ],
)
def test_expressions(sql: str, expected: list[str]) -> None:
    """Functions over columns of one table are found where rows are chosen, grouped or sorted."""
    assert found(sql) == expected


@pytest.mark.parametrize("sql", ["SELECT 1 FROM users WHERE lower(email", "WHERE ->", "AND lower("])
def test_broken_text(sql: str) -> None:
    """A text that ends too early is no error."""
    found(sql)
