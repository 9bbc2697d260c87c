"""The settings in force, where each came from, and what is wrong with them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from tenfold.settings.entries import Entry, Level
from tenfold.settings.problems import Finding
from tenfold.settings.sources import Reading, read, using
from tenfold.settings.suspicions import suspect
from tenfold.settings.table import Settings
from tenfold.settings.values import explain


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it may be shown: a secret is masked, a wrong value is None."""

    name: str
    value: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `tenfold check` says."""

    rows: list[Row]
    errors: list[Finding]
    warnings: list[Finding]


def check(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Report:
    """Read the settings of a folder as a program would, and collect everything that is wrong."""
    folder = folder or Path()
    reading = read(Settings.model_fields, folder, os.environ if environ is None else environ)
    problem = _try(reading)
    errors = list(reading.errors)
    bad: set[str] = set()
    if problem is not None:
        errors += explain(problem, reading.winners, {})
        bad = {str(details["loc"][0]) for details in problem.errors(include_input=False)}
    sound = Reading(
        folder, {name: entries for name, entries in reading.found.items() if name not in bad}
    )
    with using(sound):
        settings = Settings()
    return Report(_rows(reading, settings, bad), errors, suspect(sound, settings))


def _try(reading: Reading) -> ValidationError | None:
    """What pydantic says of the values alone, whatever else is wrong with the files."""
    try:
        with using(Reading(reading.folder, reading.found)):
            Settings()
    except ValidationError as problem:
        return problem
    return None


def _rows(reading: Reading, settings: Settings, bad: set[str]) -> list[Row]:
    shown = settings.model_dump(mode="json")
    rows = []
    for name in Settings.model_fields:
        entry = reading.winners.get(name)
        source = _source(entry) if entry else "default"
        rows.append(Row(name, None if name in bad else _show(shown[name]), source))
    return rows


def _source(entry: Entry) -> str:
    return entry.where if entry.level is Level.ENVIRONMENT else f"{entry.where} {entry.key}"


def _show(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "-" if value is None else str(value)
