"""Numbers as a person reads them: three digits and a unit, thin spaces, gains in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
AT_LEAST = f"\N{GREATER-THAN OR EQUAL TO}{THIN}"
TIMES = "\N{MULTIPLICATION SIGN}"
NOT_MEASURED = "not measured"

Tone = Literal["better", "worse", "same", "unknown"]

_THOUSANDS = ("", "k", "M", "G", "T", "P", "E")
_BYTES = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_EXACT_BELOW = 10_000
_MOST_DECIMALS = 6
_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


def whole(value: float) -> str:
    """All digits, in groups of three: 4 408 914."""
    return f"{value:,.0f}".replace(",", THIN).replace("-", MINUS)


def short(value: float) -> str:
    """Three digits and a unit from ten thousand on, else all digits: 46.4 M."""
    if not math.isfinite(value):
        return NOT_MEASURED
    if abs(value) < _EXACT_BELOW:
        return whole(value) if float(value).is_integer() else _three(value)
    return _scaled(value, _THOUSANDS)


def size(value: float) -> str:
    """Bytes in decimal units: 91.6 MB."""
    return _scaled(value, _BYTES)


def duration(milliseconds: float) -> str:
    """A time: 850 µs, 12.3 ms, 4.56 s, 3 min 20 s."""
    if not math.isfinite(milliseconds):
        return NOT_MEASURED
    if milliseconds == 0:
        return f"0{THIN}ms"
    if abs(milliseconds) < 0.9995:
        return f"{_three(milliseconds * 1000)}{THIN}µs"
    if abs(milliseconds) < 999.5:
        return f"{_three(milliseconds)}{THIN}ms"
    seconds = milliseconds / 1000
    if abs(seconds) < 119.5:
        return f"{_three(seconds)}{THIN}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{whole(minutes)}{THIN}min {rest}{THIN}s"


def share(part: float, of: float) -> str:
    """A part in per cent: 12.3 %."""
    return f"{_per_cent(100 * part / of)}{THIN}%" if of else NOT_MEASURED


def at_least(text: str, finished: bool) -> str:  # noqa: FBT001
    """Mark a figure that is only a lower bound."""
    return text if finished or text == NOT_MEASURED else AT_LEAST + text


def number(value: int) -> str:
    """A small number as a word: four; a large one as digits."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else whole(value)


def plural(value: int, one: str, many: str = "") -> str:
    """A number and its noun: four indexes, 1 index."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure changed: in per cent, as a multiple where that says more, and if it is good."""

    text: str
    times: str
    tone: Tone


def change(
    before: float,
    after: float,
    *,
    less: str = "fewer",
    finished: tuple[bool, bool] = (True, True),
    noise: float = 0.0,
) -> Change:
    """What became of a figure of which less is better.

    Args:
        less: "fewer" for what is counted, "less" for what is measured.
        finished: Whether the figures are exact; else they are lower bounds.
        noise: Changes up to this share are called neither good nor bad.
    """
    if not (math.isfinite(before) and math.isfinite(after)):
        return Change("unknown", NOT_MEASURED, "unknown")
    unknown = _unknown(before, after, finished)
    if unknown:
        return unknown
    if before == after:
        return Change("no change", "", "same")
    if not before:
        return Change(f"+{short(after)}", "from nothing", "worse")
    ratio = times(before, after, less=less)
    per_cent = 100 * (after - before) / before
    sign = MINUS if after < before else "+"
    tone: Tone = "better" if after < before else "worse"
    if abs(per_cent) <= 100 * noise:
        tone = "same"
    return Change(
        f"{sign}{_per_cent(abs(per_cent))}{THIN}%",
        ", ".join(filter(None, [ratio, "" if all(finished) else "at least"])),
        tone,
    )


def times(before: float, after: float, *, less: str = "fewer") -> str:
    """The change as a multiple (sixty times fewer) from two on; else nothing."""
    if not before or not after:
        return ""
    ratio, word = (before / after, less) if after < before else (after / before, "more")
    return f"{multiple(ratio)}{TIMES} {word}" if ratio >= 2 else ""


def multiple(ratio: float) -> str:
    """A ratio with no more digits than it deserves, never rounded up: 2.6, 63, 4 120."""
    return f"{math.floor(ratio * 10 + 1e-9) / 10:g}" if ratio < 10 else whole(math.floor(ratio))


def _unknown(before: float, after: float, finished: tuple[bool, bool]) -> Change | None:
    """Nothing can be said where the truth may lie on either side of the other figure."""
    if not any(finished):
        return Change("unknown", "both were stopped", "unknown")
    if not finished[1] and after <= before:
        return Change("unknown", "after was stopped", "unknown")
    if not finished[0] and before <= after:
        return Change("unknown", "before was stopped", "unknown")
    return None


def _per_cent(value: float) -> str:
    """One decimal; more where that alone would say 0 or 100 of what is neither."""
    if value >= 1000:
        return whole(value)
    for decimals in range(1, _MOST_DECIMALS + 1):
        text = f"{value:.{decimals}f}"
        if value in {0, 100} or float(text) not in {0, 100}:
            return text.removesuffix(".0") if value in {0, 100} else text
    return f"{value:.1f}"


def _scaled(value: float, units: tuple[str, ...]) -> str:
    if not math.isfinite(value):
        return NOT_MEASURED
    for unit in units:
        if abs(value) < 999.5 or unit == units[-1]:
            digits = whole(value) if unit == units[0] else _three(value)
            return f"{digits}{THIN}{unit}" if unit else digits
        value /= 1000
    raise AssertionError(units)


def _three(value: float) -> str:
    """Three digits that count; never an exponent."""
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    if abs(round(value, decimals)) >= 10 ** (3 - decimals):
        decimals = max(0, decimals - 1)
    return f"{value:,.{decimals}f}".replace(",", THIN).replace("-", MINUS)
