"""Durations and sizes as people write them: `60s`, `1.5m`, `50MB`, `2GiB`."""

import math
import re
from collections.abc import Mapping

_SECONDS = {"MS": 0.001, "S": 1, "M": 60, "H": 3600, "D": 86400}
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_BYTES |= {"KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([A-Za-z]*)\s*", re.ASCII)


def parse_duration(value: object) -> float:
    """Seconds in `90`, `90s`, `1.5m`, `500ms`, `1h` or `1d`; the same number where one is given."""
    seconds = _amount(value, _SECONDS, bare="S")
    if seconds is None or not 0 < seconds < math.inf:
        raise ValueError("is no duration; write a number and a unit, such as 500ms, 60s, 2m or 1h")
    return seconds


def parse_size(value: object) -> int:
    """Bytes in `1048576`, `50MB` (a million each) or `50MiB` (2**20 each)."""
    size = _amount(value, _BYTES, bare="B")
    if size is None or not 0 <= size < 2**63:
        raise ValueError("is no size; write a number and a unit, such as 500KB, 50MB or 2GiB")
    return round(size)


def show_duration(seconds: float) -> str:
    """The shortest way to write a duration: `60s`, `500ms`."""
    return f"{seconds:.10g}s" if seconds >= 1 else f"{seconds * 1000:.10g}ms"


def show_size(size: int) -> str:
    """A size as people read it: `50 MB`, `1.5 GB`."""
    for unit in ("TB", "GB", "MB", "KB"):
        if size >= _BYTES[unit]:
            amount = size / _BYTES[unit]
            return f"{amount:.3g} {unit}" if amount < 999.5 else f"{amount:.0f} {unit}"
    return f"{size} B"


def _amount(value: object, units: Mapping[str, float], bare: str) -> float | None:
    """The number that a text or a number means, or None where it means none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    factor = units.get(found[2].upper() or bare) if found else None
    return None if found is None or factor is None else float(found[1]) * factor
