"""Commands that are refused say why in one line."""

import os
from pathlib import Path

import pytest

from systems.cgbookstore.tests.conftest import command
from systems.served import ROOT


@pytest.mark.parametrize("name", ["seed", "serve", "import_books"])
def test_unknown_forms(name: str, tmp_path: Path) -> None:
    """A form that isn't built yet is refused in one line."""
    arguments = ["x.csv"] if name == "import_books" else []
    environment = {**os.environ, "FORM": "production", "SYSTEM_DATA": str(tmp_path)}
    done = command(name, *arguments, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["FORM=production is not built yet; there is: prototype"]


@pytest.mark.parametrize("name", ["serve", "import_books"])
def test_an_empty_folder(name: str, tmp_path: Path) -> None:
    """Without data nothing is served or imported, and one line says what to do."""
    arguments = ["x.csv"] if name == "import_books" else []
    done = command(name, *arguments, "--data", str(tmp_path))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "systems.cgbookstore.seed" in done.stderr


def test_settings() -> None:
    """Tenfold understands what it is told of this system."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "tenfold", "check"],
        cwd=ROOT / "systems" / "cgbookstore",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
