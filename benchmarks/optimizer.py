"""Runs the real command, `tenfold optimize`, and reads the report it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.var import CHECKOUT, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Advice:
    """What the optimizer said, and how long the whole command took."""

    report: dict[str, Any]
    seconds: float

    @property
    def statements(self) -> list[str]:
        """The SQL of the plan."""
        return [str(sql) for sql in self.report["plan"]["statements"]]

    @property
    def plan(self) -> bytes:
        """The plan as bytes that are equal when two plans are."""
        return json.dumps(self.report["plan"], ensure_ascii=False).encode()

    @property
    def existing(self) -> dict[str, str]:
        """The verdict on each index that was there before."""
        return {str(i["name"]): str(i["verdict"]) for i in self.report["existing_indexes"]}


def command(database: Path, workload: Path, *options: str) -> list[str]:
    """The command line, with paths as a person in the checkout would type them."""
    return [
        *(sys.executable, "-m", "tenfold", "optimize"),
        *(shown(database), "--workload", shown(workload)),
        *options,
    ]


def show(database: Path, workload: Path, options: Sequence[str]) -> int:
    """Run it with its output on this terminal; return its exit status."""
    return subprocess.run(
        command(database, workload, *options), cwd=CHECKOUT, check=False
    ).returncode


def advise(
    database: Path, workload: Path, report: Path, *, environment: Mapping[str, str] | None = None
) -> Advice:
    """Run it out of sight and read its JSON report; anything but success is an error."""
    started = time.perf_counter()
    done = subprocess.run(
        command(database, workload, "--json", shown(report)),
        cwd=CHECKOUT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(
            f"tenfold optimize ended with {done.returncode}:\n{done.stderr or done.stdout}"
        )
    return Advice(json.loads(report.read_text()), seconds)
