"""How benchmarks show what they measured: a compact table, and the raw figures as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.var import folder, shown

Cells = Sequence[object]


def screen() -> Console:
    """Where the tables go: wide enough for figures, also in a file."""
    console = Console()
    return console if console.is_terminal else Console(width=120)


def show(console: Console, title: str, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    """Print the rows; the first column is words, the others figures."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=not number)
    for row in rows:
        table.add_row(*(figure(cell) for cell in row))
    console.print(table, "")


def figure(value: object) -> str:
    """A number as people read it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"
    return str(value)


def save(console: Console, name: str, raw: Mapping[str, Any]) -> Path:
    """Write the raw figures to `var/results/NAME.json`."""
    path = folder("results") / f"{name}.json"
    path.write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n")
    console.print(f"Raw figures: {shown(path)}")
    return path
