"""The peer: SQLite's own `.expert`, as apsw ships it or in the sqlite3 shell on the path."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_INDEX = re.compile(r"^CREATE INDEX .+?;", re.MULTILINE)


@dataclass(frozen=True)
class Expert:
    """The indexes it recommends, in the order it names them, and how long that took."""

    version: str
    statements: list[str]
    seconds: float


def newest(database: Path, queries: Sequence[str]) -> Expert | None:
    """Ask the program in the apsw wheel about all queries at once; None if it is not there."""
    program = _program()
    if program is None:
        return None
    script = database.with_suffix(".expert.sql")
    script.write_text("".join(f"{sql.rstrip().rstrip(';')};\n" for sql in queries))
    started = time.perf_counter()
    done = subprocess.run(
        [str(program), "-file", str(script), str(database)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - started
    # The candidates come first; what it recommends stands under each query.
    advice = done.stdout.split("\n-- Query 1 -", 1)[-1]
    return Expert(_library_version(), _distinct(_INDEX.findall(advice)), seconds)


def shell(database: Path, queries: Sequence[str]) -> Expert | None:
    """Ask the `sqlite3` shell on the path, query by query; None if there is none."""
    program = shutil.which("sqlite3")
    if program is None:
        return None
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    # The shell's `.expert` explains one statement that must stand on the next lines.
    script = "".join(f".expert\n{sql.rstrip().rstrip(';')};\n" for sql in queries)
    started = time.perf_counter()
    done = subprocess.run(
        [program, f"file:{database}?mode=ro"],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    found = _distinct(_INDEX.findall(done.stdout))
    return Expert(version.stdout.split()[0], found, seconds)


def _program() -> Path | None:
    spec = importlib.util.find_spec("apsw")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "sqlite_extra_binaries"
    return next(iter(sorted(folder.glob("sqlite3_expert*"))), None)


def _library_version() -> str:
    import apsw

    return apsw.sqlite_lib_version()


def _distinct(statements: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(statements))
