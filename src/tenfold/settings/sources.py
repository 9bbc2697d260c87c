"""Reads every level, keeps where each value stands, and hands the winners to pydantic."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from tenfold.errors import SettingsError
from tenfold.settings.dotenv_file import parse_dotenv
from tenfold.settings.entries import Entry, Level
from tenfold.settings.names import PREFIX, environment_names, example, nearest
from tenfold.settings.problems import Finding, error
from tenfold.settings.toml_file import parse_toml

Fields = Mapping[str, FieldInfo]
Parse = Callable[[str, str], tuple[list[Entry], list[Finding]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found for each setting, the winner first, and what could not be understood."""

    folder: Path
    found: Mapping[str, list[Entry]] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)

    @property
    def winners(self) -> dict[str, Entry]:
        """The entry in force for each setting that was set at all."""
        return {name: entries[0] for name, entries in self.found.items()}


def read(fields: Fields, folder: Path, environ: Mapping[str, str]) -> Reading:
    """Read the environment, then `.env`, then `tenfold.toml` of this folder."""
    variables = [Entry(Level.ENVIRONMENT, key, value) for key, value in environ.items()]
    dotenv, bad_dotenv = _read_file(folder / ".env", parse_dotenv)
    toml, bad_toml = _read_file(folder / "tenfold.toml", parse_toml)
    # A key that is repeated in .env counts with its last line.
    entries = [*variables, *{each.key: each for each in dotenv}.values(), *toml]
    found: dict[str, list[Entry]] = {}
    for name, info in fields.items():
        names = environment_names(name, info)
        mine = [
            each for each in entries if _names(each, name, names) and each.value not in ("", None)
        ]
        if mine:
            found[name] = sorted(mine, key=lambda each: _rank(each, names))
    unknown = [_unknown(each, fields) for each in entries if _is_unknown(each, fields)]
    return Reading(folder, found, [*bad_dotenv, *bad_toml, *unknown])


class Levels(PydanticBaseSettingsSource):
    """Everything but the arguments, as a source for pydantic-settings."""

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002 - the signature is pydantic-settings' own
        field_name: str,
    ) -> tuple[Any, str, bool]:
        """Nothing is read one field at a time (pydantic-settings asks for this method)."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The winning value of each setting that was set."""
        reading = _reading.get() or read(self.settings_cls.model_fields, Path(), os.environ)
        refuse(reading.errors)
        return {name: entry.value for name, entry in reading.winners.items()}


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def using(reading: Reading) -> Iterator[None]:
    """Let settings made in this block come from this reading."""
    token = _reading.set(reading)
    try:
        yield
    finally:
        _reading.reset(token)


def refuse(errors: list[Finding]) -> None:
    """Raise the first error, and say how many follow."""
    if errors:
        more = f" (and {len(errors) - 1} more: run tenfold check)" if len(errors) > 1 else ""
        raise SettingsError(f"{errors[0]}{more}")


def _read_file(path: Path, parse: Parse) -> tuple[list[Entry], list[Finding]]:
    shown = str(path)
    try:
        if not path.is_file():  # a folder named .env is somebody's virtual environment
            return [], []
        return parse(path.read_text(encoding="utf-8-sig"), shown)
    except UnicodeDecodeError:
        return [], [error(shown, "this file is not UTF-8 text", "save it as UTF-8")]
    except OSError as problem:
        reason = problem.strerror or "it cannot be read"
        return [], [
            error(shown, f"this file cannot be read ({reason})", "let this account read it")
        ]


def _names(entry: Entry, name: str, names: tuple[str, ...]) -> bool:
    return entry.key == name if entry.level is Level.TOML else entry.key in names


def _rank(entry: Entry, names: tuple[str, ...]) -> tuple[int, int]:
    level = list(Level).index(entry.level)
    return level, names.index(entry.key) if entry.key in names else 0


def _is_unknown(entry: Entry, fields: Fields) -> bool:
    if entry.level is Level.TOML:
        return entry.key not in fields
    return entry.key.startswith(PREFIX) and entry.key.removeprefix(PREFIX) not in {
        name.upper() for name in fields
    }


def _unknown(entry: Entry, fields: Fields) -> Finding:
    if entry.level is Level.TOML and isinstance(entry.value, dict):
        fix = "write settings at the top of the file, outside any [table]"
        return error(entry.where, f"[{entry.key}] is no setting", fix)
    name = nearest(entry.key, fields)
    key = name if entry.level is Level.TOML else PREFIX + name.upper()
    problem = f"{entry.key} is no setting; the nearest is {key}"
    return error(entry.where, problem, f"write {entry.written(example(fields[name]), key=key)}")
