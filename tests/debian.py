"""Tools that come as Debian packages: installed where that is allowed, else said to be missing."""

import os
import shutil
import subprocess
from enum import Enum
from pathlib import Path

import pytest


class Action(Enum):
    """What to do about a tool that a test needs."""

    USE = "use"
    INSTALL = "install"
    SKIP = "skip"
    FAIL = "fail"


def decide(*, present: bool, may_install: bool, ci: bool) -> Action:
    """Use it, else install it, else skip at a desk; CI must have everything."""
    if present:
        return Action.USE
    if may_install:
        return Action.INSTALL
    return Action.FAIL if ci else Action.SKIP


def require_tool(tool: str, *, package: str) -> Path:
    """The path of a tool; the test skips, or fails in CI, where it cannot be had."""
    action = decide(present=_find(tool) is not None, may_install=_may_install(), ci=_in_ci())
    if action is Action.INSTALL:
        _install(package)
        action = decide(present=_find(tool) is not None, may_install=False, ci=_in_ci())
    reason = f"{tool} is not installed; run apt-get install {package}"
    if action is Action.FAIL:
        pytest.fail(reason)
    if action is Action.SKIP:
        pytest.skip(reason)
    found = _find(tool)
    assert found is not None
    return found


def _find(tool: str) -> Path | None:
    # Debian keeps servers' binaries where a bare PATH does not look.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    found = shutil.which(tool, path=path)
    return Path(found) if found else None


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


def _install(package: str) -> None:
    """Ask apt-get, which may fail: what counts is whether the tool is there afterwards."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ("-o", "DPkg::Lock::Timeout=120")
    for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        subprocess.run(
            ["apt-get", "--quiet", "--quiet", *wait, *words],  # noqa: S607
            env=environment,
            check=False,
            capture_output=True,
            timeout=600,
        )
