"""A folder of one's own, in which the settings of whoever runs the tests do not count."""

import os
from pathlib import Path

import pytest

from tenfold.settings import Settings
from tenfold.settings.names import PREFIX, environment_names


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, and an environment without settings."""
    for name, field in Settings.model_fields.items():
        for variable in environment_names(name, field):
            monkeypatch.delenv(variable, raising=False)
    for variable in list(os.environ):
        if variable.startswith(PREFIX):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    return tmp_path
