"""What is done about a tool that a test needs."""

from pathlib import Path

import pytest

from tests import debian
from tests.debian import Action, decide, require_tool


@pytest.mark.parametrize(
    ("present", "may_install", "ci", "action"),
    [
        (True, False, False, Action.USE),
        (True, True, True, Action.USE),
        (False, True, False, Action.INSTALL),
        (False, True, True, Action.INSTALL),
        (False, False, False, Action.SKIP),
        (False, False, True, Action.FAIL),
    ],
)
def test_decision(present: bool, may_install: bool, ci: bool, action: Action) -> None:
    """A tool is used, else installed where allowed, else missed at a desk and demanded in CI."""
    assert decide(present=present, may_install=may_install, ci=ci) is action


def test_a_tool_that_is_here() -> None:
    """A tool on the path is found without installing anything."""
    assert require_tool("sh", package="dash").name == "sh"


def stranger(monkeypatch: pytest.MonkeyPatch, *, may_install: bool, ci: bool) -> list[str]:
    """A machine without the tool, where installing brings nothing; returns what was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(debian, "_may_install", lambda: may_install)
    monkeypatch.setattr(debian, "_install", asked.append)
    monkeypatch.setenv("CI", "true" if ci else "")
    return asked


def test_skips_at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be installed the test skips, and says which package it misses."""
    stranger(monkeypatch, may_install=False, ci=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install no-such-package"):
        require_tool("no-such-tool", package="no-such-package")


def test_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI a tool that cannot be had fails the test, even after an installation was tried."""
    asked = stranger(monkeypatch, may_install=True, ci=True)
    with pytest.raises(pytest.fail.Exception, match="no-such-tool is not installed"):
        require_tool("no-such-tool", package="no-such-package")
    assert asked == ["no-such-package"]


def test_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where it may, the helper installs the package and returns the tool."""

    def install(package: str) -> None:
        tool = tmp_path / "brought-tool"
        tool.write_text(f"#!/bin/sh\n# {package}\n", encoding="utf-8")
        tool.chmod(0o755)

    stranger(monkeypatch, may_install=True, ci=True)
    monkeypatch.setattr(debian, "_install", install)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert require_tool("brought-tool", package="brought") == tmp_path / "brought-tool"
