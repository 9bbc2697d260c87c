"""Find the expressions by which statements compare, group and sort: `lower(email) = ?`."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.queries.lexer import Token, tokens
from tenfold.queries.schema import Schema, Table, quote

_AGGREGATES = {
    "AVG", "COUNT", "GROUP_CONCAT", "MAX", "MEDIAN", "MIN", "STRING_AGG", "SUM", "TOTAL",
    "JSON_GROUP_ARRAY", "JSON_GROUP_OBJECT", "ROW_NUMBER", "RANK", "DENSE_RANK", "LAG", "LEAD",
}  # fmt: skip
_NO_FUNCTION = {
    "ALL", "AND", "AS", "BETWEEN", "BY", "CASE", "CHECK", "DISTINCT", "ELSE", "EXCEPT",
    "EXISTS", "FILTER", "FROM", "GLOB", "HAVING", "IN", "INTERSECT", "INTO", "IS", "JOIN", "KEY",
    "LIKE", "LIMIT", "NOT", "ON", "OR", "OVER", "SELECT", "SET", "THEN", "UNION", "USING",
    "VALUES", "WHEN", "WHERE", "WITH", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
}  # fmt: skip
_ALLOWED_WORDS = {"AS", "COLLATE", "NOCASE", "BINARY", "RTRIM", "NULL"}
_OPENS = {"WHERE", "ON", "BY", "AND", "OR", "HAVING"}
_CLOSES = {"SELECT", "FROM", "SET", "VALUES", "LIMIT"}


def wrapped_columns(sql: str, schema: Schema) -> list[tuple[str, str]]:
    """The expressions over columns of one table on which an index could serve this statement.

    Returns:
        Pairs of table name and expression, the expression as written there less table aliases,
        because SQLite uses an index on an expression only where it is written the same.
    """
    stream = list(tokens(sql))
    spoken = {token.name.lower() for token in stream if token.kind in {"word", "quoted"}}
    tables = [t for t in schema.tables.values() if t.name.lower() in spoken and not t.virtual]
    found: dict[tuple[str, str], None] = {}
    for part in _spans(stream):
        for table in tables:
            text = _over(part, table)
            if text is not None:
                found[table.name, text] = None
    return list(found)


def _spans(stream: list[Token]) -> Iterator[list[Token]]:
    """Function calls and JSON paths that stand where rows are chosen, grouped or sorted."""
    choosing = False
    at = 0
    while at < len(stream):
        token = stream[at]
        if token.kind == "word" and token.upper in _OPENS:
            choosing = True
        elif token.kind == "word" and token.upper in _CLOSES:
            choosing = False
        elif choosing and _is_call(stream, at):
            end = _closing(stream, at + 1)
            yield stream[at : end + 1]
            at = end
        elif choosing and token.text in {"->", "->>"} and at + 1 < len(stream):
            start = at - 3 if at >= 3 and stream[at - 2].text == "." else at - 1
            yield stream[max(0, start) : at + 2]
        at += 1


def _is_call(stream: list[Token], at: int) -> bool:
    token = stream[at]
    follows = at + 1 < len(stream) and stream[at + 1].text == "("
    return (
        follows
        and token.kind == "word"
        and token.upper not in _NO_FUNCTION
        and token.upper not in _AGGREGATES
    )


def _closing(stream: list[Token], at: int) -> int:
    depth = 0
    for position in range(at, len(stream)):
        depth += (stream[position].text == "(") - (stream[position].text == ")")
        if depth == 0:
            return position
    return len(stream) - 1


def _over(part: list[Token], table: Table) -> str | None:
    """The expression as an index of that table would have it; None if it isn't over that table."""
    out: list[str] = []
    columns = 0
    for at, token in enumerate(part):
        if token.kind in {"param", "bad"} or token.upper in {"SELECT", "DISTINCT"}:
            return None
        qualifier = at + 1 < len(part) and part[at + 1].text == "."
        if token.text == "." or (qualifier and token.kind in {"word", "quoted"}):
            continue
        call = at + 1 < len(part) and part[at + 1].text == "("
        if token.kind == "quoted" or (token.kind == "word" and not call):
            column = table.column(token.name)
            if column is not None:
                columns += 1
                out.append(quote(column.name))
                continue
            named_type = out and out[-1].upper() == "AS"
            if not named_type and token.upper not in _ALLOWED_WORDS:
                return None
        out.append(token.text)
    if not columns or len(out) < 2:
        return None
    return _joined(out)


def _joined(words: list[str]) -> str:
    text = " ".join(words)
    for space, tight in (("( ", "("), (" )", ")"), (" ,", ","), (" (", "(")):
        text = text.replace(space, tight)
    return text
