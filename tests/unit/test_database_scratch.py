"""The folder for clones: gone at the end, and gone later where a run was killed."""

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tenfold.database.scratch import remove_abandoned, scratch_folder
from tenfold.errors import DatabaseError

KILLED = """
import os, sys
from pathlib import Path
from tenfold.database.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "before.db").write_text("somebody's data")
    os.kill(os.getpid(), 9)
"""


def test_nothing_is_left(tmp_path: Path) -> None:
    """At the end the folder is removed with all that is in it, also where the work failed."""
    with suppress(ZeroDivisionError), scratch_folder(tmp_path) as folder:
        (folder / "before.db").touch()
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_what_a_kill_left_is_removed(tmp_path: Path) -> None:
    """The next run removes the clones of one that was killed, and no one else's folder."""
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    (abandoned,) = tmp_path.iterdir()
    (tmp_path / "tenfold-of-mine").mkdir()
    with scratch_folder(tmp_path) as alive:
        remove_abandoned(tmp_path)
        assert not abandoned.exists()
        assert alive.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["tenfold-of-mine"]


def test_a_folder_that_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only folder is one line that says where else to go."""

    def refuse(**_: object) -> str:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(DatabaseError, match=r"Read-only file system.*--scratch"):
        scratch_folder(tmp_path).__enter__()


def test_a_folder_that_is_gone_already(tmp_path: Path) -> None:
    """Who removes the folder first, a clean-up of the system say, does no harm."""
    with scratch_folder(tmp_path) as folder:
        shutil.rmtree(folder)
    assert not list(tmp_path.iterdir())
