"""Give statements that differ only in their values the same fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from tenfold.queries.lexer import Token, tokens

_VALUES = {"string", "blob", "number", "param"}
_OPENS_A_LIST = {"IN", "VALUES"}
_IN_A_LIST = {",", "-", "+", "NULL", "TRUE", "FALSE"}
_AFTER_A_PLACE = {
    ")", ",", ";", "ASC", "DESC", "EXCEPT", "FIRST", "HAVING", "INTERSECT", "LAST", "LIMIT",
    "NULLS", "ORDER", "UNION", "WINDOW",
}  # fmt: skip
_BEFORE_A_SIGN = {"=", "<", ">", "<=", ">=", "<>", "!=", "==", "(", ",", "||"}
_WORDS_BEFORE_A_SIGN = {
    "AND", "BETWEEN", "BY", "ELSE", "IN", "IS", "LIKE", "LIMIT", "NOT", "OFFSET", "OR",
    "RETURNING", "SELECT", "SET", "THEN", "VALUES", "WHEN", "WHERE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The shape of a statement.

    `text` is the statement with every literal and parameter as `?`, lists of values as `(?, ...)`,
    words in capitals where they are keywords-like and one space between tokens;
    `id` is the start of its SHA-256, short enough to be read aloud.
    """

    id: str
    text: str


@lru_cache(maxsize=4096)
def fingerprint(sql: str) -> Fingerprint:
    """Return the fingerprint of one statement.

    Identifiers compare without regard to case, as in SQL; comments and white space don't count.
    """
    words = _folded(list(tokens(sql)))
    while words and words[-1] == ";":
        words.pop()
    text = _spaced(words)
    return Fingerprint(hashlib.sha256(text.lower().encode()).hexdigest()[:10], text)


def _spaced(words: list[str]) -> str:
    out: list[str] = []
    for at, word in enumerate(words):
        tight = word in {")", ",", "."} or (at > 0 and words[at - 1] in {"(", "."})
        out.append(word if tight or not at else f" {word}")
    return "".join(out)


def _folded(stream: list[Token]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(stream):
        token = stream[at]
        if token.text == "(" and out and out[-1].upper() in _OPENS_A_LIST:
            after = _end_of_value_list(stream, at)
            if after:
                out.append("(?, ...)")
                at = _end_of_more_rows(stream, after)
                continue
        if token.text in {"-", "+"} and _is_sign(stream, at):
            at += 1
            continue
        out.append("?" if token.kind in _VALUES and not _is_place(stream, at) else token.text)
        at += 1
    return out


def _is_place(stream: list[Token], at: int) -> bool:
    """Tell whether a number is a column's place, as in ORDER BY 2, 1 DESC: that is no value."""
    if stream[at].kind != "number":
        return False
    if at + 1 < len(stream) and stream[at + 1].upper not in _AFTER_A_PLACE:
        return False
    while at >= 2 and stream[at - 1].text == ",":
        at -= 2
        while at > 0 and stream[at].upper in _AFTER_A_PLACE - {","}:
            at -= 1
        if stream[at].kind != "number":
            return False
    return at > 0 and stream[at - 1].upper == "BY"


def _end_of_value_list(stream: list[Token], at: int) -> int | None:
    """The position behind `(value, value, …)` that opens at `at`, None if it holds more."""
    at += 1
    while at < len(stream):
        token = stream[at]
        if token.text == ")":
            return at + 1
        if token.kind not in _VALUES and token.upper not in _IN_A_LIST:
            return None
        at += 1
    return None


def _end_of_more_rows(stream: list[Token], at: int) -> int:
    """Pass over the further rows of a VALUES clause that has several."""
    while at + 1 < len(stream) and stream[at].text == "," and stream[at + 1].text == "(":
        after = _end_of_value_list(stream, at + 1)
        if after is None:
            return at
        at = after
    return at


def _is_sign(stream: list[Token], at: int) -> bool:
    if at + 1 >= len(stream) or stream[at + 1].kind != "number":
        return False
    before = stream[at - 1] if at else None
    if before is None or before.text in _BEFORE_A_SIGN:
        return True
    return before.kind == "word" and before.upper in _WORDS_BEFORE_A_SIGN
