"""What a change may consist of, told from its statements; nothing here touches a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tenfold.errors import ChangeError
from tenfold.queries.lexer import Token, tokens

_WAL_OR_NOT = {"WAL": "wal", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What to change, and the schema that it was thought out for."""

    statements: list[str]
    """CREATE INDEX, DROP INDEX, ANALYZE: run in one transaction, in this order."""
    pragmas: list[str]
    """`PRAGMA journal_mode = WAL` (or DELETE): run after it. Others don't outlast a connection."""
    schema_digest: str
    """`schema_digest()` of the clone, before anything was tried on it."""
    index_bytes: int = 0
    """What the new indexes take, as the clone showed."""


@dataclass(slots=True)
class Actions:
    """What a plan's statements do, by name."""

    created: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    analyzed: bool = False
    journal_mode: str | None = None


def read_plan(plan: ChangePlan) -> Actions:
    """Tell what the plan does, and refuse whatever could not be taken back.

    Raises:
        ChangeError: A statement is none of CREATE INDEX, DROP INDEX, ANALYZE, journal_mode.
    """
    actions = Actions()
    for sql in plan.statements:
        words = _one_statement(sql)
        match [token.upper for token in words[:2]]:
            case ["CREATE", "INDEX"]:
                actions.created.append(_index_name(words[2:], ["IF", "NOT", "EXISTS"], sql))
            case ["DROP", "INDEX"]:
                actions.dropped.append(_index_name(words[2:], ["IF", "EXISTS"], sql))
            case ["ANALYZE", *_]:
                actions.analyzed = True
            case _:
                raise _refusal(sql)
    for sql in plan.pragmas:
        actions.journal_mode = _journal_mode(sql)
    return actions


def check_names(actions: Actions, indexes: Sequence[str], unique: Sequence[str]) -> None:
    """Refuse a plan whose indexes are there already, or whose old ones are not, or guard data.

    Raises:
        ChangeError: The plan doesn't fit these indexes; `unique` are those that are UNIQUE.
    """
    present = {name.lower() for name in indexes}
    guards = {name.lower() for name in unique}
    for name in actions.created:
        if name.lower() in present:
            raise ChangeError(f"there is an index {name} already; run optimize again")
        present.add(name.lower())
    for name in actions.dropped:
        if name.lower() in guards:
            raise ChangeError(f"the index {name} is UNIQUE and guards the data; it is not dropped")
        if name.lower() not in present:
            raise ChangeError(f"there is no index {name} to drop; run optimize again")
        present.remove(name.lower())
    both = {name.lower() for name in actions.created} & {name.lower() for name in actions.dropped}
    if both:
        raise ChangeError(f"the plan both creates and drops {min(both)}")


def _one_statement(sql: str) -> list[Token]:
    words = list(tokens(sql))
    while words and words[-1].text == ";":
        words.pop()
    if not words or any(token.text == ";" for token in words):
        raise _refusal(sql)
    return words


def _index_name(words: list[Token], condition: list[str], sql: str) -> str:
    if [token.upper for token in words[: len(condition)]] == condition:
        words = words[len(condition) :]
    if len(words) > 2 and words[0].upper == "MAIN" and words[1].text == ".":
        words = words[2:]
    if not words or (len(words) > 1 and words[1].text == "."):
        raise _refusal(sql)
    return words[0].name


def _journal_mode(sql: str) -> str:
    words = [token.upper for token in _one_statement(sql)]
    if words[:3] != ["PRAGMA", "JOURNAL_MODE", "="] or len(words) != 4:
        raise _refusal(sql)
    try:
        return _WAL_OR_NOT[words[3]]
    except KeyError:
        raise _refusal(sql) from None


def _refusal(sql: str) -> ChangeError:
    return ChangeError(f"a plan can't hold this, for it could not be taken back: {sql}")
