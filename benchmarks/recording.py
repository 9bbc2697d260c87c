"""What an app ran: the statements it knows, and the .jsonl recording made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

Value = str | int | float | None
Params = Sequence[Value] | Mapping[str, Value]

_HEADING = re.compile(r"^-- (name|call_site|inline): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """One statement in the app's source."""

    name: str
    call_site: str
    sql: str
    inline: bool = False


@dataclass(frozen=True)
class Call:
    """One run of a statement within a request."""

    statement: Statement
    params: Params

    @property
    def sql(self) -> str:
        """The text as it was sent: `IN (?, ?, ?)` takes as many marks as there are values."""
        sql, params = self.statement.sql, self.params
        if isinstance(params, Mapping):
            return sql
        if self.statement.inline:
            for value in params:
                sql = sql.replace("?", literal(value), 1)
        elif "IN (?, ?, ?)" in sql:
            sql = sql.replace("IN (?, ?, ?)", f"IN ({', '.join('?' * len(params))})")
        return sql

    @property
    def bound(self) -> Params:
        """The values that were bound beside the text."""
        return [] if self.statement.inline else self.params


def literal(value: Value) -> str:
    """The value as SQL text."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def statements(path: Path) -> dict[str, Statement]:
    """The statements of a .sql file by their `-- name:` headings."""
    found: dict[str, Statement] = {}
    for block in re.split(r"(?m)^(?=-- name: )", path.read_text())[1:]:
        headings = dict(_HEADING.findall(block))
        sql = " ".join(_HEADING.sub("", block).split()).rstrip(";")
        statement = Statement(headings["name"], headings["call_site"], sql, "inline" in headings)
        if statement.name in found:
            raise ValueError(f"{path.name}: {statement.name} is there twice")
        found[statement.name] = statement
    return found


def write(path: Path, calls: Iterable[tuple[str, datetime, Call]]) -> int:
    """Write (request, time, call) as one JSON object a line; return how many there were.

    Neither duration nor rows are known before something runs, so both are null.
    """
    lines = [
        json.dumps(
            {
                "sql": call.sql,
                "params": call.bound,
                "request": request,
                "call_site": call.statement.call_site,
                "ms": None,
                "rows": None,
                "at": at.isoformat(timespec="milliseconds"),
            },
            ensure_ascii=False,
        )
        for request, at, call in calls
    ]
    draft = path.with_suffix(".draft")
    draft.write_text("\n".join(lines) + "\n")
    draft.replace(path)
    return len(lines)
