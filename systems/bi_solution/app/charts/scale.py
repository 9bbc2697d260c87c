"""Round numbers for an axis."""

from __future__ import annotations

import math


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round values from at or below LOW to at or above HIGH."""
    if high <= low:
        high = low + 1
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def short(value: float) -> str:
    """A number as an axis has room for."""
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:g}{letter}"
    return f"{value:g}"
