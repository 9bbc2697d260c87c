"""Give statements that differ only in their values the same fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from tenfold.queries.lexer import Token, tokens

_VALUES = {"string", "blob", "number", "param"}
_OPENS_A_LIST = {"IN", "VALUES"}
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
    text = " ".join(_folded(list(tokens(sql)))).removesuffix(" ;")
    text = text.replace("( ", "(").replace(" )", ")").replace(" ,", ",").replace(" . ", ".")
    return Fingerprint(hashlib.sha256(text.lower().encode()).hexdigest()[:10], text)


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
        out.append("?" if token.kind in _VALUES else token.text)
        at += 1
    return out


def _end_of_value_list(stream: list[Token], at: int) -> int | None:
    """The position behind `(value, value, …)` that opens at `at`, None if it holds more."""
    at += 1
    while at < len(stream):
        token = stream[at]
        if token.text == ")":
            return at + 1
        if token.kind not in _VALUES and token.text not in {",", "-", "+"}:
            if token.upper not in {"NULL", "TRUE", "FALSE"}:
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
