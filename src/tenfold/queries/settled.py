"""Tell statements that answer the same twice from those that ask for chance or the clock."""

from __future__ import annotations

from functools import lru_cache

from tenfold.queries.lexer import Token, tokens
from tenfold.queries.parameters import Parameters

_CHANGING = {"CHANGES", "LAST_INSERT_ROWID", "RANDOM", "RANDOMBLOB", "TOTAL_CHANGES"}
_CLOCKS = {"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"}
_DATES = {"DATE", "DATETIME", "JULIANDAY", "TIME", "UNIXEPOCH"}
_NO_TIME = {")", "'subsec'", "'subsecond'"}
"""What stands first in a call of a date function that names no time, and so means now."""


def is_settled(sql: str, parameters: Parameters = ()) -> bool:
    """Tell whether a statement answers the same while its tables stay the same.

    Chance and the clock don't: `random()`, `date('now')`, `CURRENT_TIMESTAMP` and the like.
    """
    values = parameters.values() if isinstance(parameters, dict) else parameters
    if any(isinstance(value, str) and value.lower() == "now" for value in values):
        return False
    return _says_so(sql)


@lru_cache(maxsize=4096)
def _says_so(sql: str) -> bool:
    stream = list(tokens(sql))
    return not any(_is_changing(stream, at) for at in range(len(stream)))


def _is_changing(stream: list[Token], at: int) -> bool:
    token = stream[at]
    if token.kind == "string":
        return token.text.lower() == "'now'"
    if token.kind != "word":
        return False
    if token.upper in _CLOCKS:
        return True
    after = [following.text for following in stream[at + 1 : at + 4]]
    if after[:1] != ["("]:
        return False
    if token.upper in _CHANGING:
        return True
    # strftime takes a format before the time.
    first = after[2:3] if token.upper == "STRFTIME" else after[1:2]
    return token.upper in _DATES | {"STRFTIME"} and _NO_TIME.issuperset(map(str.lower, first))
