"""Figures as people write them in both languages: 1.000 or 1,000; R$ 1,25 or $1.25; 35 %."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"\d{1,3}([.,\s]\d{3})+$")
_TIMES = {"k": 1_000, "mil": 1_000, "m": 1_000_000, "mi": 1_000_000}
_SUFFIXED = re.compile(r"(\d+(?:[.,]\d+)?)\s*(k|mil|m|mi)$")
_UNKNOWN = {"", "-", "\u2013", "\u2014", "n/a", "na", "null", "none", "--"}
_MOST = 10**12


class NotUnderstoodError(Exception):
    """A cell that should hold a figure holds something else."""


def volume(cell: str) -> int | None:
    """Searches a month; None where the cell says that nobody knows."""
    cell = cell.strip().lower()
    if cell in _UNKNOWN:
        return None
    if found := _SUFFIXED.match(cell):
        return _within(float(found[1].replace(",", ".")) * _TIMES[found[2]])
    if _THOUSANDS.match(cell):
        return _within(int(re.sub(r"\D", "", cell)))
    if re.fullmatch(r"\d+(\.0+)?", cell) and len(cell) <= 15:
        return _within(float(cell))
    raise NotUnderstoodError(cell)


def money(cell: str) -> float | None:
    """A price with its decimals behind the last comma or point."""
    cell = re.sub(r"^(r\$|us\$|\$|€|brl|usd|eur)\s*", "", cell.strip().lower())
    if cell in _UNKNOWN:
        return None
    if not re.fullmatch(r"\d[\d.,]*", cell) or len(cell) > 15:
        raise NotUnderstoodError(cell)
    whole, decimals = _split(cell)
    return float(f"{whole}.{decimals or 0}")


def competition(cell: str, *, of_hundred: bool) -> float | None:
    """From 0 to 1, also where it is written in per cent or as an index of a hundred."""
    cell = cell.strip().lower()
    if cell in _UNKNOWN:
        return None
    percent = cell.endswith("%")
    try:
        value = float(cell.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise NotUnderstoodError(cell) from None
    value = value / 100 if percent or of_hundred else value
    if not 0 <= value <= 1:
        raise NotUnderstoodError(cell)
    return value


def _within(value: float) -> int:
    if value > _MOST:
        raise NotUnderstoodError(str(value))
    return round(value)


def _split(cell: str) -> tuple[str, str]:
    """The digits before and behind the decimal mark."""
    last = max(cell.rfind(","), cell.rfind("."))
    if last < 0:
        return cell, ""
    mark, rest = cell[last], cell[last + 1 :]
    if cell.count(mark) > 1 or not rest.isdigit():
        raise NotUnderstoodError(cell)
    return re.sub(r"\D", "", cell[:last]), rest
