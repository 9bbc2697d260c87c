"""Read the statements that an app runs: a script of SQL, or a recording in JSON lines."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenfold.errors import WorkloadError
from tenfold.queries.lexer import split_statements, tokens
from tenfold.queries.parameters import Parameters, is_text, parameters_from_json, to_qmark

_REQUEST = re.compile(r"--[ \t]*request[ \t]*:[ \t]*(?P<name>.*?)[ \t]*$", re.IGNORECASE)
_CALLS = re.compile(r"--[ \t]*calls[ \t]*:[ \t]*(?P<times>\d+)[ \t]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the app ran it."""

    sql: str
    parameters: Parameters = ()
    request: str | None = None
    """The page or job that ran it; None where the recording doesn't say."""
    request_number: int = 0
    """Tells two visits of the same page apart."""
    call_site: str | None = None
    """Where in the app's code, as `file:line`."""
    milliseconds: float | None = None
    rows: int | None = None
    at: str | None = None
    calls: int = 1
    """How many times it ran like this."""
    line: int = 0
    """The line of the workload file."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A statement that was left out, and why."""

    sql: str
    line: int
    why: str


@dataclass(slots=True)
class Workload:
    """The statements of one file, in the order in which they ran."""

    path: Path
    statements: list[Statement] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def read_workload(path: Path) -> Workload:
    """Read a `.sql` script or a `.jsonl` recording.

    Raises:
        WorkloadError: the file is missing, unreadable, malformed or holds no statement.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WorkloadError(f"{path}: no such workload file; check the path") from None
    except IsADirectoryError:
        raise WorkloadError(f"{path}: is a folder; name a .sql or .jsonl file in it") from None
    except UnicodeDecodeError as error:
        raise WorkloadError(
            f"{path}: is not UTF-8 text (byte {error.start}); save the workload as UTF-8"
        ) from None
    except OSError as error:
        raise WorkloadError(
            f"{path}: cannot be read ({error.strerror}); check its permissions"
        ) from None
    workload = Workload(path)
    recording = path.suffix.lower() in {".jsonl", ".ndjson", ".json"}
    found = _recorded(text, workload) if recording else _scripted(text)
    workload.statements.extend(found)
    if not workload.statements and not workload.unreadable:
        raise WorkloadError(
            f"{path}: holds no statement; record the app, or write its statements there"
        )
    return workload


def _scripted(text: str) -> Iterator[Statement]:
    """Statements of a script; the comments that stand between them say what they belong to."""
    request: str | None = None
    number = 0
    notes = [token for token in tokens(text, comments=True) if token.kind == "comment"]
    note = line = counted = 0
    for sql, start in split_statements(text):
        calls = 1
        while note < len(notes) and notes[note].start < start:
            if named := _REQUEST.match(notes[note].text.rstrip()):
                request, number = named["name"] or None, number + 1
            elif times := _CALLS.match(notes[note].text.rstrip()):
                calls = max(1, int(times["times"]))
            note += 1
        line += text.count("\n", counted, start)
        counted = start
        yield Statement(sql=sql, request=request, request_number=number, calls=calls, line=line + 1)


def _recorded(text: str, workload: Workload) -> Iterator[Statement]:
    last: tuple[str | None, str | None] = (None, None)
    numbers: dict[tuple[str | None, str], int] = {}
    number = visits = 0
    # Only newlines end a line: JSON may hold U+2028 and the like inside a text.
    for line, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            record = json.loads(raw)
        except (ValueError, RecursionError) as error:
            why = getattr(error, "msg", "too large or too deep to read")
            raise WorkloadError(
                f"{workload.path}:{line}: is not JSON ({why});"
                " a recording has one JSON object a line"
            ) from None
        if not isinstance(record, dict):
            raise WorkloadError(f'{workload.path}:{line}: is no JSON object; write {{"sql": …}}')
        # A recording made by hand may say "call site" or "callSite"; all mean the same.
        record = {_plain_key(key): value for key, value in record.items()}
        sql = record.get("sql")
        if not isinstance(sql, str) or not sql.strip():
            raise WorkloadError(
                f'{workload.path}:{line}: has no "sql"; each line needs the statement'
            )
        request, visit = _text(record.get("request")), _text(record.get("requestid"))
        if visit is None:
            if (request, visit) != last:
                number = visits = visits + 1
        else:
            # Visits that ran at the same time lie between each other.
            number = numbers.setdefault((request, visit), visits + 1)
            visits = max(visits, number)
        last = request, visit
        try:
            yield _statement(sql, record, number, line)
        except ValueError as error:
            raise WorkloadError(f"{workload.path}:{line}: {error}") from None


def _statement(sql: str, record: dict[str, Any], number: int, line: int) -> Statement:
    if not is_text(sql):
        raise ValueError("sql holds half of a surrogate pair, which is no text")
    parameters = parameters_from_json(record.get("params"))
    return Statement(
        sql=to_qmark(sql.strip().rstrip(";").rstrip(), parameters),
        parameters=parameters,
        request=_text(record.get("request")),
        request_number=number,
        call_site=_text(record.get("callsite")),
        milliseconds=_number(record.get("ms"), "ms"),
        rows=None if record.get("rows") is None else int(_number(record["rows"], "rows") or 0),
        at=_text(record.get("at")),
        calls=max(1, int(_number(record.get("calls"), "calls") or 1)),
        line=line,
    )


def _plain_key(key: str) -> str:
    return re.sub(r"[^a-z]", "", key.lower())


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: Any, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is no number")
    if not math.isfinite(value):
        raise ValueError(f"{name} is not finite")
    return float(value)
