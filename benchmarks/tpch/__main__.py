"""`python -m benchmarks.tpch`: the optimizer and `.expert` on TPC-H."""

from __future__ import annotations

from benchmarks import tables
from benchmarks.tpch.run import run

if __name__ == "__main__":
    screen = tables.screen()
    outcome = run(screen)
    tables.save(screen, outcome.name, outcome.as_json())
