"""Tokens and statements, as SQLite itself has them."""

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.queries.lexer import split_statements, tokens

TRIGGER = (
    "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN 2 END;"
    " DELETE FROM t WHERE b = ';'; END"
)
STATEMENTS = [
    "SELECT 1",
    "SELECT ';' || \"a;b\" || [c;d] || `e;f` -- a ; comment\n FROM t",
    "INSERT INTO t VALUES ('it''s', x'00ff', -1.5e-3) /* ; */ RETURNING a",
    "SELECT CASE a WHEN 1 THEN 2 END FROM t",
    "BEGIN",
    "END",
    "CREATE TABLE trigger_log (trigger TEXT, case_ TEXT)",
    TRIGGER,
    "EXPLAIN " + TRIGGER,
]


def texts(sql: str) -> list[str]:
    """The tokens as written."""
    return [token.text for token in tokens(sql)]


def test_tokens() -> None:
    """Every kind of token is told apart, and comments and white space are left out."""
    found = [
        (token.kind, token.text) for token in tokens("a /*x*/ 'b' \"c\" x'0f' 1.5e3 ?1 <= --z")
    ]
    assert found == [
        ("word", "a"),
        ("string", "'b'"),
        ("quoted", '"c"'),
        ("blob", "x'0f'"),
        ("number", "1.5e3"),
        ("param", "?1"),
        ("op", "<="),
    ]


@given(st.text(alphabet="aé x1.'\"`[]-*/\n;?:@$_#\0\u00a0", max_size=40))
def test_nothing_is_lost(sql: str) -> None:
    """The tokens stand where they say, and only white space lies between them."""
    end = 0
    for token in tokens(sql, comments=True):
        assert sql[end : token.start].strip(" \n") == ""
        assert sql[token.start : token.end] == token.text
        end = token.end
    assert sql[end:].strip(" \n") == ""


@pytest.mark.parametrize("quoted", ['"a ""b"""', "`a ``b```", '[a "b"]', "[a]"])
def test_names_lose_their_quotes(quoted: str) -> None:
    """A quoted name is read as SQLite reads it."""
    (token,) = tokens(quoted)
    connection = apsw.Connection(":memory:")
    cursor = connection.execute(f"SELECT 1 AS {quoted}")
    assert token.name == cursor.description[0][0]
    connection.close()


@pytest.mark.parametrize("name", ["é", "\u00a0", "a$b", "😀x", "_1", "x\u0660", "\u2028"])
def test_names_that_sqlite_takes(name: str) -> None:
    """Letters of all scripts, and what merely looks like a space, make names in SQLite."""
    connection = apsw.Connection(":memory:")
    assert connection.execute(f"SELECT 7 AS {name}").description[0][0] == name
    assert [(token.kind, token.text) for token in tokens(name)] == [("word", name)]
    connection.close()


@pytest.mark.parametrize("mark", ["?", "?12", ":a", "@a", "$a", ":1", ":é"])
def test_parameters_that_sqlite_takes(mark: str) -> None:
    """Each way to write a parameter is one token."""
    connection = apsw.Connection(":memory:")
    count = int(mark[1:] or 1) if mark[0] == "?" else 0
    values = (7,) * count if count else {mark[1:]: 7}
    assert connection.execute(f"SELECT {mark}", values).fetchall() == [(7,)]
    assert [(token.kind, token.text) for token in tokens(mark)] == [("param", mark)]
    connection.close()


def test_unclosed_quote() -> None:
    """An unclosed quote is one bad token up to the end, as it is to SQLite."""
    assert [(t.kind, t.text) for t in tokens("SELECT 'a; b")] == [
        ("word", "SELECT"),
        ("bad", "'a; b"),
    ]


@given(st.lists(st.sampled_from(STATEMENTS), max_size=6))
def test_split_undoes_join(statements: list[str]) -> None:
    """Statements that are joined by semicolons come back, each from where it stands."""
    script = "".join(f"\n-- a; comment\n{statement};;" for statement in statements)
    found = list(split_statements(script))
    assert [sql for sql, _ in found] == statements
    assert all(script[start:].startswith(sql) for sql, start in found)


def test_last_statement_needs_no_semicolon() -> None:
    """The end of the script ends a statement, and a comment isn't one."""
    assert list(split_statements("SELECT 1; -- done; all\n")) == [("SELECT 1", 0)]
    assert [sql for sql, _ in split_statements("SELECT 1; SELECT 2 -- x")] == [
        "SELECT 1",
        "SELECT 2",
    ]


def test_scripts_run_as_they_are_split() -> None:
    """A script with triggers gives the same schema whether run whole or by statement."""
    script = (
        "CREATE TABLE t (a, b); CREATE TRIGGER x AFTER INSERT ON t BEGIN"
        " INSERT INTO t SELECT CASE WHEN new.a THEN 1 ELSE 2 END, ';'; END; CREATE INDEX i ON t (a)"
    )
    schemas = []
    for parts in ([script], [sql for sql, _ in split_statements(script)]):
        connection = apsw.Connection(":memory:")
        for part in parts:
            connection.execute(part)
        schemas.append(connection.execute("SELECT sql FROM sqlite_schema").fetchall())
        connection.close()
    assert schemas[0] == schemas[1]
