"""The load scenario does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from systems.served import ROOT, Served


def test_no_failures(site: Served, tmp_path: Path) -> None:
    """Two users run the scenario for some seconds without one failed request."""
    command = [
        sys.executable, "-m", "locust", "-f", str(ROOT / "systems/beecatalog/scenario.py"),
        "--headless", "--host", site.url, "-u", "2", "-r", "2", "-t", "6s", "--only-summary",
        "--stop-timeout", "10",
    ]  # fmt: skip
    environment = {**os.environ, "SYSTEM_DATA": str(site.data), "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    assert "Aggregated" in ended.stdout + ended.stderr
