"""Setting up: the right Python is found, and a missing one is one line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("cat", "dirname", "ls", "sh")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with the shell's own tools and no Python."""
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    return tmp_path


def script(folder: Path, name: str, text: str) -> None:
    """Lay an executable on the path."""
    (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def find_python(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script where only this folder is on the path."""
    return subprocess.run(
        ["sh", str(ROOT / ".ci" / "find-python"), *arguments],  # noqa: S607
        env={"PATH": str(path), "HOME": str(path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_shim_that_leads_nowhere_is_passed_over(bare: Path) -> None:
    """A python that fails to run does not hide the one that works."""
    script(bare, "python3.11", "exit 127")
    script(bare, "python3", f'exec "{sys.executable}" "$@"')
    done = find_python(bare)
    assert done.returncode == 0
    assert Path(done.stdout.strip()).name.startswith("python")


def test_version_is_asked_of_the_interpreter(bare: Path) -> None:
    """A name that promises a version is believed only if the interpreter agrees."""
    script(bare, "python3.99", f'exec "{sys.executable}" "$@"')
    assert find_python(bare, "3.99").returncode == 2


def test_pyenv_is_searched(bare: Path) -> None:
    """An interpreter that pyenv installed is found without its shims."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    folder = bare / "home" / ".pyenv" / "versions" / f"{version}.0" / "bin"
    folder.mkdir(parents=True)
    script(folder, "python", f'exec "{sys.executable}" "$@"')
    assert find_python(bare, version).returncode == 0


def test_no_python_is_one_line(bare: Path) -> None:
    """Where no Python is new enough, one line says what to install."""
    done = find_python(bare)
    assert done.returncode == 2
    assert done.stderr == (
        "tenfold: no Python 3.11 or later was found; "
        "install it (Debian: apt-get install python3 python3-pip)\n"
    )
