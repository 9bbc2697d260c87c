"""Fills a data folder: `python -m systems.bi_solution.seed [--scale N] [--data DIR]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from systems.bi_solution.app.accounts import seeding
from systems.bi_solution.app.lake import build, manifest
from systems.bi_solution.app.settings import SettingsError, from_environment


def main(arguments: list[str] | None = None) -> int:
    """Lay the sales into Parquet and make the accounts; what is there already stays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--scale", type=int, choices=(1, 10, 100), default=1, help="times 1,469,307 sales"
    )
    parser.add_argument("--data", type=Path, help="the data folder (default: var/bi_solution)")
    given = parser.parse_args(arguments)
    try:
        settings = from_environment(given.data)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    settings.data.mkdir(parents=True, exist_ok=True)
    columns = (TextColumn("{task.description:28}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        task = progress.add_task("sales", total=1.0)

        def show(step: str, done: float) -> None:
            progress.update(task, description=step, completed=done)

        written = build.build(settings.lake, given.scale, show)
        made = seeding.seed(settings)
        show("done", 1.0)
    seen = manifest.read(settings.lake)
    state = "written" if written or made else "was there already"
    print(
        f"{seen.rows['sales']:,} sales, {seen.rows['products']:,} products,"
        f" {seen.rows['stock']:,} stock positions: {state}, version {seen.version}."
    )
    print(f"Accounts and passwords: {settings.credentials}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
