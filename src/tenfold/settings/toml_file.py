"""The top-level keys of `tenfold.toml`, each with its line."""

import re
import tomllib

from tenfold.settings.entries import Entry, Level
from tenfold.settings.problems import Finding, error

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def parse_toml(text: str, file: str) -> tuple[list[Entry], list[Finding]]:
    """Read the keys; nothing is read from a file that is no TOML."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        line = _error_line(text, str(problem))
        fix = 'write key = "value" (text in quotes, numbers and true or false without)'
        return [], [error(f"{file}:{line}", "this line is malformed", fix)]
    lines = _lines(text)
    return [Entry(Level.TOML, key, values[key], file, lines[key]) for key in values], []


def _lines(text: str) -> dict[str, int]:
    """The line on which each key's statement starts.

    tomllib tells no positions. But a statement ends where the text so far is TOML again: so the
    first line after the last such end is where a new key began, whatever strings span lines.
    """
    lines: dict[str, int] = {}
    start = 1
    rows = text.splitlines(keepends=True)
    for number in range(1, len(rows) + 1):
        keys = _keys("".join(rows[:number]))
        if keys is not None:
            lines.update({key: start for key in keys if key not in lines})
            start = number + 1
    return lines


def _keys(text: str) -> list[str] | None:
    try:
        return list(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return None


def _error_line(text: str, problem: str) -> int:
    """Where tomllib stopped; where it ran off the end, the start of the unfinished statement."""
    found = _AT_LINE.search(problem)
    if found:
        return int(found[1])
    rows = text.splitlines(keepends=True)
    whole = [n for n in range(len(rows) + 1) if _keys("".join(rows[:n])) is not None]
    return min(whole[-1] + 1, max(len(rows), 1))
