"""Plots as inline SVG: drawn by the server, in the colours of the page, readable without script.

Positions across are in per cent and there is no viewBox: a plot takes the width that there is,
and its text stays as large as text should be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal
from markupsafe import Markup

_ROW, _BAR = 34, 12
_HEIGHT, _FOOT, _HEAD = 180, 24, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its name, and the class that gives it a colour."""

    label: str
    value: int
    look: str = ""


def bars(rows: Sequence[Bar], *, title: str) -> Markup:
    """Horizontal bars, one under the other, each with its name above and its figure behind."""
    most = max((row.value for row in rows), default=0) or 1
    drawn = Markup().join(
        Markup(
            '<text class="label" x="0" y="{y}">{label}</text>'
            '<text class="value" x="100%" y="{y}" text-anchor="end">{value}</text>'
            '<rect class="track" x="0" y="{top}" width="100%" height="{bar}" rx="3"/>'
            '<rect class="bar {look}" x="0" y="{top}" width="{width}%" height="{bar}" rx="3"/>'
        ).format(
            y=_ROW * n + 11,
            top=_ROW * n + 16,
            bar=_BAR - 4,
            label=row.label,
            value=format_decimal(row.value),
            look=row.look,
            width=round(100 * row.value / most, 2),
        )
        for n, row in enumerate(rows)
    )
    said = "; ".join(f"{row.label}: {format_decimal(row.value)}" for row in rows)
    return _plot(_ROW * len(rows), title, said, drawn)


def volumes(values: Sequence[int | None], *, title: str) -> Markup:
    """How many keywords are searched how often: a column for each half decade."""
    known = [value for value in values if value]
    if not known:
        return Markup()
    slots = max(4, int(2 * math.log10(max(known))) + 1)
    counts = [0] * slots
    for value in known:
        counts[int(2 * math.log10(value))] += 1
    most, floor = max(counts), _HEIGHT - _FOOT
    columns = Markup().join(
        Markup(
            '<rect class="bar" x="{x}%" y="{y}" width="{width}%" height="{height}" rx="2">'
            "<title>{said}</title></rect>"
        ).format(
            x=round(100 * n / slots + 0.4, 2),
            width=round(100 / slots - 0.8, 2),
            y=round(floor - (floor - _HEAD) * count / most, 1),
            height=round((floor - _HEAD) * count / most, 1),
            said=f"{_decade(n)} … {_decade(n + 1)}: {format_decimal(count)}",
        )
        for n, count in enumerate(counts)
    )
    ticks = Markup().join(
        Markup('<text class="tick" x="{x}%" y="{y}">{text}</text>').format(
            x=round(100 * n / slots, 2), y=_HEIGHT - 6, text=_decade(n)
        )
        for n in range(0, slots, 2)
    )
    line = Markup('<line class="axis" x1="0" x2="100%" y1="{y}" y2="{y}"/>').format(y=floor)
    said = "; ".join(f"{_decade(n)}+: {format_decimal(count)}" for n, count in enumerate(counts))
    return _plot(_HEIGHT, title, said, columns + line + ticks)


@dataclass(frozen=True, slots=True)
class Point:
    """A keyword on the plane of volume and score."""

    label: str
    volume: int
    score: float
    look: str


def scatter(points: Sequence[Point], *, title: str, across: str, up: str) -> Markup:
    """Points by volume (logarithmic, across) and score (up)."""
    if not points:
        return Markup()
    height, floor = 260, 260 - _FOOT
    decades = max(2, math.ceil(math.log10(1 + max(point.volume for point in points))))
    dots = Markup().join(
        Markup(
            '<circle class="dot {look}" cx="{x}%" cy="{y}" r="4.5"><title>{said}</title></circle>'
        ).format(
            look=point.look,
            x=round(2 + 95 * math.log10(1 + point.volume) / decades, 2),
            y=round(floor - (floor - _HEAD) * point.score / 100, 1),
            said=f"{point.label}: {format_decimal(point.volume)}, {format_decimal(point.score)}",
        )
        for point in points
    )
    grid = Markup().join(
        Markup(
            '<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
            '<text class="tick" x="0" y="{text}">{score}</text>'
        ).format(y=(y := round(floor - (floor - _HEAD) * score / 100, 1)), text=y - 4, score=score)
        for score in (0, 25, 50, 75, 100)
    )
    ticks = Markup().join(
        Markup('<text class="tick" x="{x}%" y="{y}" text-anchor="middle">{text}</text>').format(
            x=round(2 + 95 * n / decades, 2), y=height - 6, text=format_decimal(10**n)
        )
        for n in range(1, decades + 1)
        if n < decades
    )
    names = Markup(
        '<text class="tick" x="100%" y="{foot}" text-anchor="end">{across}</text>'
        '<text class="tick" x="28" y="14">{up}</text>'
    ).format(foot=height - 6, across=across, up=up)
    said = f"{across}, {up}: {format_decimal(len(points))}"
    return _plot(height, title, said, grid + dots + ticks + names)


def _decade(half: int) -> str:
    value = 10 ** (half / 2)
    return format_decimal(round(value) if half % 2 == 0 else round(value, 1 - len(str(int(value)))))


def _plot(height: int, title: str, said: str, inside: Markup) -> Markup:
    return Markup(
        '<svg class="plot" width="100%" height="{height}" role="img" aria-label="{title}: {said}">'
        "{inside}</svg>"
    ).format(height=height, title=title, said=said, inside=inside)
