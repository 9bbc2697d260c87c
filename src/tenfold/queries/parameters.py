"""The values bound to a statement: read them, bind them, write them into the text."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.queries.lexer import Token, tokens

Value = None | int | float | str | bytes
Parameters = tuple[Value, ...] | dict[str, Value]

_PYFORMAT = re.compile(r"%%|%s|%\((\w+)\)s")


def parameters_from_json(value: Any) -> Parameters:
    """Return the parameters that a line of a recording holds: a list, an object or null.

    SQLite has no booleans: they become 0 and 1. Bytes stand as `{"$base64": "…"}`.

    Raises:
        ValueError: the value is no list or object of plain values.
    """
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_plain(item) for item in value)
    raise ValueError("params is neither a list nor an object")


def _plain(item: Any) -> Value:
    if isinstance(item, bool):
        return int(item)
    if isinstance(item, int) and not -(2**63) <= item < 2**63:
        raise ValueError("params holds a whole number of more than 64 bits")
    if isinstance(item, str) and not is_text(item):
        raise ValueError("params holds half of a surrogate pair, which is no text")
    if item is None or isinstance(item, int | float | str):
        return item
    if isinstance(item, Mapping) and set(item) == {"$base64"}:
        try:
            return base64.b64decode(item["$base64"], validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise ValueError("params holds a $base64 that cannot be decoded") from None
    raise ValueError(f"params holds a {type(item).__name__}, which SQLite cannot bind")


def is_text(text: str) -> bool:
    """Tell whether a text can be written as UTF-8: JSON may hold halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def to_qmark(sql: str, parameters: Parameters) -> str:
    """Turn the `%s` and `%(name)s` of Django and DB-API drivers into SQLite's `?` and `:name`."""
    if not parameters or "%" not in sql or not _uses_pyformat(sql):
        return sql
    out: list[str] = []
    last = 0
    for start, end in _outside_of_strings(sql):
        out.append(sql[last:start].replace("%%", "%"))
        out.append(_PYFORMAT.sub(_placeholder, sql[start:end]))
        last = end
    out.append(sql[last:].replace("%%", "%"))
    return "".join(out)


def _uses_pyformat(sql: str) -> bool:
    if any(token.kind == "param" for token in tokens(sql)):
        return False
    return any(
        match.group() != "%%"
        for start, end in _outside_of_strings(sql)
        for match in _PYFORMAT.finditer(sql[start:end])
    )


def _placeholder(match: re.Match[str]) -> str:
    if match.group() == "%%":
        return "%"
    return f":{match.group(1)}" if match.group(1) else "?"


def _outside_of_strings(sql: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    last = 0
    for token in tokens(sql, comments=True):
        if token.kind in {"string", "blob", "quoted", "comment"}:
            spans.append((last, token.start))
            last = token.end
    spans.append((last, len(sql)))
    return spans


def literal(value: Value) -> str:
    """Write a value as an SQL literal that SQLite reads back as the same value."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, str):
        quoted = "'" + value.replace("'", "''") + "'"
        # A NUL inside a text literal would end the statement.
        return quoted if "\0" not in value else f"CAST(x'{value.encode().hex()}' AS TEXT)"
    if isinstance(value, float):
        if value != value:
            return "NULL"
        if value in (float("inf"), float("-inf")):
            return "9e999" if value > 0 else "-9e999"
    return repr(value)


def inline(sql: str, parameters: Parameters) -> str:
    """Write the parameters into the text of the statement, as literals.

    A parameter with no value stays as it is.
    """
    if not parameters:
        return sql
    out: list[str] = []
    last = 0
    numbers: dict[str, int] = {}
    for token in tokens(sql):
        if token.kind != "param":
            continue
        number = _number(token.text, numbers)
        if isinstance(parameters, dict):
            value: Any = parameters.get(token.text[1:], token)
        else:
            value = parameters[number - 1] if 0 < number <= len(parameters) else token
        if value is token:
            continue
        out += [sql[last : token.start], _apart(sql, token, literal(value))]
        last = token.end
    return "".join([*out, sql[last:]])


def _number(text: str, numbers: dict[str, int]) -> int:
    """The number that SQLite gives a parameter (sqlite.org/lang_expr.html#varparam).

    A bare `?` and a new name get one more than the largest so far.
    """
    key = text if text != "?" else f"? {len(numbers)}"
    if key not in numbers:
        given = int(text[1:]) if text[0] == "?" and len(text) > 1 else None
        numbers[key] = max(numbers.values(), default=0) + 1 if given is None else given
    return numbers[key]


def _apart(sql: str, token: Token, text: str) -> str:
    """The literal, with spaces where it would grow together with what stands beside it.

    `5-?` must not become `5--1`, which is a comment, nor `?AND` become `1AND`.
    """
    before, after = sql[: token.start][-1:], sql[token.end :][:1]
    left = " " if before.isalnum() or before in {"-", "_", "'", "$"} else ""
    right = " " if after.isalnum() or after in {"_", "'", ".", "$"} else ""
    return f"{left}{text}{right}"
