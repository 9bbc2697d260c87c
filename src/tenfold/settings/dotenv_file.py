"""The keys of a `.env` file, each with its line."""

from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

from tenfold.settings.entries import Entry, Level
from tenfold.settings.problems import Finding, error


def parse_dotenv(text: str, file: str) -> tuple[list[Entry], list[Finding]]:
    """Read the keys; a line that is no `KEY=value` is an error, and its text is not repeated."""
    bindings = list(parse_stream(StringIO(text)))
    sound = "".join(each.original.string for each in bindings if not each.error)
    values = dotenv_values(stream=StringIO(sound))
    entries = [
        Entry(Level.DOTENV, each.key, values.get(each.key), file, _line(each))
        for each in bindings
        if each.key is not None and not each.error
    ]
    findings = [
        error(
            f"{file}:{_line(each)}",
            "this line is malformed",
            "write KEY=value, in quotes where the value holds spaces, quotes or #",
        )
        for each in bindings
        if each.error
    ]
    return entries, findings


def is_world_readable(path: Path) -> bool:
    """Whether every account on this machine may read the file."""
    return bool(path.stat().st_mode & 0o004)


def _line(binding: Binding) -> int:
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
