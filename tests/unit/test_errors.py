"""Errors: one line each, that says what is wrong and what to do."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import MissingDependencyError, SettingsError, TenfoldError


def test_default_message() -> None:
    """An error that was given no message says what its class's docstring says."""
    assert str(SettingsError()) == (
        "A setting is wrong; run `tenfold check` to see which, and the line to change."
    )


@given(st.text())
def test_one_line(message: str) -> None:
    """Whatever the message holds, the error's text is one printable line."""
    text = str(TenfoldError(message))
    assert len(text.splitlines()) == 1
    assert "\x1b" not in text


def test_control_characters_are_spelled_out() -> None:
    """A file's name cannot move the terminal's cursor."""
    assert str(TenfoldError("no file \x1b[2J.db\nlook again")) == r"no file \x1b[2J.db look again"


def test_missing_dependency_names_the_command() -> None:
    """A missing package's error says exactly what to install, and is an ImportError."""
    error = MissingDependencyError("pyarrow", extra="demo")
    assert str(error).endswith("run pip install 'tenfold[demo]'")
    assert isinstance(error, ImportError)


@pytest.mark.parametrize(
    "error", [TenfoldError("a"), SettingsError(), MissingDependencyError("pyarrow", extra="demo")]
)
def test_errors_travel(error: TenfoldError) -> None:
    """An error that crosses into another process says the same there."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(copy) is type(error)
    assert str(copy) == str(error)
