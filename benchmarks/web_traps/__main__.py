"""`python -m benchmarks.web_traps`: the optimizer and `.expert` on a shop full of traps."""

from __future__ import annotations

from benchmarks import tables
from benchmarks.web_traps.run import run

if __name__ == "__main__":
    screen = tables.screen()
    outcome = run(screen)
    tables.save(screen, outcome.name, outcome.as_json())
