"""Progress bars at a terminal, drawn from the events that the work emits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from tenfold.events import Progress as Told
from tenfold.events import subscribe


@contextmanager
def bars(console: Console) -> Iterator[None]:
    """Draw a bar for each stage while the work goes on; nothing where no one looks at it."""
    if not console.is_terminal:
        yield
        return
    with Progress(
        TextColumn("{task.description:24}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as drawn:
        tasks: dict[str, TaskID] = {}

        def draw(told: Told) -> None:
            if told.stage not in tasks:
                for earlier in tasks.values():
                    drawn.update(earlier, total=1, completed=1)
                tasks[told.stage] = drawn.add_task(told.stage, total=told.total)
            drawn.update(tasks[told.stage], completed=told.done, total=told.total)

        with subscribe(draw, Told):
            yield
