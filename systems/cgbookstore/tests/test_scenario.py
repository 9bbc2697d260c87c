"""The load scenario runs as it is."""

import csv
import os
import subprocess
import sys
from pathlib import Path

from systems.served import ROOT, Served


def test_scenario(shop: Served, tmp_path: Path) -> None:
    """Locust's users do what they came for; a write that was locked out is the worst they meet."""
    arguments = ["--headless", "-u", "6", "-r", "6", "-t", "8s", "--host", shop.url]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "locust", "-f", "systems/cgbookstore/scenario.py"),
            *arguments,
            *("--csv", str(tmp_path / "load"), "--only-summary"),
        ],
        cwd=ROOT,
        env={**os.environ, "SYSTEM_DATA": str(shop.data), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    rows = list(csv.DictReader((tmp_path / "load_stats.csv").read_text().splitlines()))
    total = next(row for row in rows if row["Name"] == "Aggregated")
    assert int(total["Request Count"]) > 0, done.stderr
    failures = list(csv.DictReader((tmp_path / "load_failures.csv").read_text().splitlines()))
    assert all("500" in each["Error"] for each in failures), failures
    assert int(total["Failure Count"]) <= int(total["Request Count"]) / 10, failures
