"""Which chart shows an answer best."""

from __future__ import annotations

from systems.bi_solution.app.answers.answer import Chart, Column

_NUMBERS = {"money", "number", "count", "percent"}
_TIMES = {"date", "month", "weekday"}
MOST_BARS = 60


def suited(columns: tuple[Column, ...], rows: int) -> Chart | None:
    """A line over time, bars over anything else, nothing for one number."""
    if rows < 2 or len(columns) < 2 or columns[0].kind in _NUMBERS:
        return None
    measured = [one for one in columns[1:] if one.kind in _NUMBERS]
    grouped = [one for one in columns[1:] if one.kind not in _NUMBERS]
    if not measured or grouped:
        return None
    over, what = columns[0], measured[0]
    if over.kind in {"date", "month"} and rows > 2:
        return Chart("line", over.name, what.name, what.label)
    return Chart("bar", over.name, what.name, what.label) if rows <= MOST_BARS else None
