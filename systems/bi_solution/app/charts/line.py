"""A line over time, perhaps with a forecast and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from systems.bi_solution.app.charts.scale import short, ticks

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 54, 16, 16, 34


@dataclass(frozen=True)
class Band:
    """Expected values with their bounds, which follow the line's last point."""

    labels: Sequence[str]
    values: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def line(
    title: str, labels: Sequence[str], values: Sequence[float], band: Band | None = None
) -> Markup:
    """The chart; TITLE is what is read aloud."""
    highest = max([*values, *(band.high if band else ()), 0.0])
    lowest = min([*values, *(band.low if band else ()), 0.0])
    marks = ticks(lowest, highest)
    names = [*labels, *(band.labels if band else ())]
    draw = _Canvas(len(names), marks[0], marks[-1])
    points = [draw.point(number, value) for number, value in enumerate(values)]
    parts = [draw.grid(marks), draw.names(names)]
    if band:
        parts.append(draw.band(len(values), values[-1], band))
    parts.append(f'<polyline class="line" points="{_joined(points)}"/>')
    if len(points) <= 31:
        parts += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
    return _svg(title, parts)


class _Canvas:
    def __init__(self, count: int, low: float, high: float) -> None:
        self._step = (WIDTH - LEFT - RIGHT) / max(count - 1, 1)
        self._low, self._high = low, high

    def point(self, number: int, value: float) -> tuple[float, float]:
        share = (value - self._low) / (self._high - self._low)
        return LEFT + number * self._step, HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def grid(self, marks: Sequence[float]) -> str:
        drawn = []
        for mark in marks:
            y = self.point(0, mark)[1]
            drawn.append(
                f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            )
            drawn.append(
                f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">'
                f"{short(mark)}</text>"
            )
        return "".join(drawn)

    def names(self, names: Sequence[str]) -> str:
        every = max(1, -(-len(names) // 6))
        drawn = []
        for number in range(0, len(names), every):
            x = self.point(number, self._low)[0]
            anchor = "end" if number == len(names) - 1 else "middle"
            drawn.append(
                f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 10}" text-anchor="{anchor}">'
                f"{escape(names[number])}</text>"
            )
        return "".join(drawn)

    def band(self, start: int, last: float, band: Band) -> str:
        origin = [self.point(start - 1, last)]
        high = origin + [self.point(start + i, value) for i, value in enumerate(band.high)]
        low = origin + [self.point(start + i, value) for i, value in enumerate(band.low)]
        middle = origin + [self.point(start + i, value) for i, value in enumerate(band.values)]
        return (
            f'<polygon class="band" points="{_joined(high + low[::-1])}"/>'
            f'<polyline class="expected" points="{_joined(middle)}"/>'
        )


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _svg(title: str, parts: Sequence[str]) -> Markup:
    # Every text in PARTS was escaped where it was put in.
    return Markup(  # noqa: S704
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
