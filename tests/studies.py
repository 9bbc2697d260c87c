"""A vocabulary for tests of `tenfold optimize`: database, workload and verdict in a line each."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from tenfold.queries.optimize import Options, optimize
from tenfold.queries.report import IndexReport, Report, StatementReport

Line = str | tuple[str, Sequence[Any] | Mapping[str, Any]] | Mapping[str, Any]
"""A statement; with its parameters; or a whole line of a recording."""


def pick(x: int, most: int) -> int:
    """A number from 0 to below `most` that says nothing of its neighbours'."""
    return zlib.crc32(f"{x}:{most}".encode()) % most


def rows(table: str, count: int, values: str) -> str:
    """SQL that fills a table: `values` are SQL expressions over `x`, from 1 on, and pick(x, n)."""
    return (
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT "
        f"{count}) INSERT INTO {table} SELECT {values} FROM n;"
    )


def database(path: Path, *script: str) -> Path:
    """Make a database by SQL."""
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("pick", 2, pick, deterministic=True)
        for sql in script:
            connection.executescript(sql)
        connection.commit()
    return path


def recording(path: Path, *lines: Line) -> Path:
    """Write a workload as a recording."""
    path.write_text("".join(json.dumps(_record(line)) + "\n" for line in lines))
    return path


def _record(line: Line) -> dict[str, Any]:
    if isinstance(line, str):
        return {"sql": line}
    if isinstance(line, tuple):
        return {"sql": line[0], "params": line[1]}
    return dict(line)


def study(
    folder: Path, script: str | Sequence[str], workload: Sequence[Line], **options: Any
) -> Report:
    """Optimize a database made by a script under a workload, in a folder of the test's own."""
    path = folder / "app.db"
    path.unlink(missing_ok=True)
    database(path, *([script] if isinstance(script, str) else script))
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    report = optimize(
        path,
        recording(folder / "workload.jsonl", *workload),
        Options(scratch=scratch, **options),
    )
    assert not list(scratch.iterdir()), "clones were left behind"
    return report


def advised(report: Report) -> list[str]:
    """What the plan's indexes hold, as `table (keys) WHERE …`, sorted."""
    return sorted(holds(index) for index in report.plan.indexes)


def holds(index: IndexReport) -> str:
    """What one index holds, without its name."""
    where = f" WHERE {index.where}" if index.where else ""
    return f"{index.table} ({', '.join(index.keys)}){where}"


def statement(report: Report, words: str) -> StatementReport:
    """The one statement whose text has these words."""
    (found,) = [s for s in report.statements if words in s.example]
    return found


def state(folder: Path) -> dict[str, str]:
    """Every file under a folder with the digest of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def apply_plan(report: Report, path: Path) -> None:
    """Run the plan's SQL on a database as `--apply` would."""
    with closing(apsw.Connection(str(path))) as connection:
        for sql in report.plan.statements:
            connection.execute(sql)
