"""Settings for a program: all of them right, or one line that says which is not."""

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tenfold.settings.names import nearest
from tenfold.settings.problems import Finding, error
from tenfold.settings.sources import read, refuse, using
from tenfold.settings.table import Settings
from tenfold.settings.values import explain


def load_settings(
    *,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    **arguments: Any,
) -> Settings:
    """The settings in force here; an argument that is None counts as not given.

    Args:
        only: The settings that the caller uses. The values of others are not looked at, and so
            can't be wrong: an app's `.env` may hold an address that this command never needs.

    Raises `SettingsError`, which names the file and line, where a value or a key is wrong.
    """
    fields = Settings.model_fields
    reading = read(fields, folder or Path(), os.environ if environ is None else environ)
    refuse(reading.errors)
    if only is not None:
        reading = replace(
            reading, found={name: those for name, those in reading.found.items() if name in only}
        )
    given = {name: value for name, value in arguments.items() if value is not None}
    refuse([_no_setting(name) for name in given if name not in fields])
    findings: list[Finding] = []
    try:
        with using(reading):
            return Settings(**given)
    except ValidationError as problem:
        findings = explain(problem, reading.winners, given)
    # Raised out here, so that no traceback shows pydantic's own words, which know the value.
    refuse(findings)
    raise AssertionError("unreachable: every validation error is explained")


def _no_setting(name: str) -> Finding:
    best = nearest(name, Settings.model_fields)
    return error(f"argument {name}", f"there is no setting {name}", f"the nearest is {best}")
