"""Inline SVG: each statement before and after as a pair of bars on a logarithmic axis.

Positions across are in per cent and sizes in pixels, with no viewBox: the plot takes whatever
width the page has, and its text stays as large as text should be. The values stand beside the
bars, to the right of the plot where need be: the page leaves room there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tenfold.queries.page.words import at_least, short

_ROW, _TOP, _BAR = 56, 26, 12


@dataclass(frozen=True, slots=True)
class Pair:
    """What one statement costs before and after; a figure that isn't exact is a lower bound."""

    label: str
    before: int
    after: int
    before_exact: bool = True
    after_exact: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis over whole decades."""

    first: int
    last: int

    @classmethod
    def over(cls, values: Sequence[int]) -> Axis:
        """The decades that hold all values; a 0 has no place on it and gets no bar."""
        positive = [value for value in values if value > 0]
        if not positive:
            return cls(0, 1)
        first = math.floor(math.log10(min(positive)))
        # The least value still gets a bar that can be seen.
        first = max(0, first - 1) if min(positive) == 10**first else first
        return cls(first, max(first + 1, math.ceil(math.log10(max(positive)))))

    def at(self, value: float) -> float:
        """Where a value stands, in per cent of the plot's width."""
        if value <= 0:
            return 0.0
        return 100 * max(0.0, math.log10(value) - self.first) / (self.last - self.first)

    def ticks(self) -> list[tuple[int, bool]]:
        """Every decade, and whether there is room to write it."""
        span = self.last - self.first
        every = 1 if span <= 5 else 2 if span <= 8 else 3
        return [(n, (n - self.first) % every == 0) for n in range(self.first, self.last + 1)]


def bars(pairs: Sequence[Pair], *, axis: Axis, id: str, title: str) -> Markup:  # noqa: A002
    """The plot of these statements."""
    height = _TOP + _ROW * len(pairs) + 6
    start = short(10.0**axis.first)
    return Markup(
        '<svg class="plot" width="100%" height="{height}" role="img"'
        ' aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{grid}{rows}</svg>'
    ).format(
        height=height,
        id=id,
        title=title,
        desc=f"Horizontal bars, two for each of {len(pairs)} statements: steps before and steps"
        f" after. The axis is logarithmic and begins at {start}. A table below holds the figures.",
        grid=_grid(axis, height),
        rows=Markup().join(_row(pair, axis, _TOP + _ROW * n) for n, pair in enumerate(pairs)),
    )


def _grid(axis: Axis, height: int) -> Markup:
    lines = [
        Markup('<line class="grid" x1="{0:.2f}%" x2="{0:.2f}%" y1="{1}" y2="{2}"/>{3}').format(
            axis.at(10.0**n),
            _TOP - 6,
            height,
            _tick(axis, n) if labelled else "",
        )
        for n, labelled in axis.ticks()
    ]
    return Markup().join(lines)


def _tick(axis: Axis, n: int) -> Markup:
    # The first would be cut in half by the edge.
    anchor = "start" if n == axis.first else "middle"
    return Markup('<text class="tick" x="{:.2f}%" y="13" text-anchor="{}">{}</text>').format(
        axis.at(10.0**n), anchor, _decade(n)
    )


def _decade(n: int) -> str:
    """A power of ten, always with its unit: 10 k, where `short` would say 10 000."""
    return (
        short(10.0**n) if n < 3 else f"{10 ** (n % 3)} {' kMGTPE'[n // 3]}".replace(" ", "\u202f")
    )


def _row(pair: Pair, axis: Axis, top: int) -> Markup:
    return Markup('<g><text class="label" x="0" y="{}">{}</text>{}{}</g>').format(
        top + 13,
        pair.label,
        _bar("before", pair.before, axis, top + 20, exact=pair.before_exact),
        _bar("after", pair.after, axis, top + 34, exact=pair.after_exact),
    )


def _bar(kind: str, value: int, axis: Axis, top: int, *, exact: bool) -> Markup:
    width = axis.at(value)
    # An arrow says that the bar would go on: it was stopped there.
    arrow = (
        Markup()
        if exact
        else Markup(
            '<svg class="more" x="{:.2f}%" y="{}" overflow="visible">'
            '<path d="M0 0 8 6 0 12z"/></svg>'
        ).format(width, top)
    )
    return Markup(
        '<g class="{}"><rect x="0" y="{}" width="{:.2f}%" height="{}"/>{}'
        '<text class="value" x="{:.2f}%" y="{}" dx="{}">{}</text></g>'
    ).format(
        kind,
        top,
        width,
        _BAR,
        arrow,
        width,
        top + 10,
        6 if exact else 14,
        at_least(short(value), exact),
    )
