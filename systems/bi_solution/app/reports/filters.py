"""What a dashboard is narrowed to; what is wrong in an address is said and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from systems.bi_solution.app.lake.manifest import Manifest
from systems.bi_solution.app.semantic.periods import months_later

PERIODS = ("year", "q1", "q2", "q3", "q4", "3m", "30d", "7d")
LARGEST_STORE = 10**9


@dataclass(frozen=True)
class Filters:
    """A period, and perhaps a segment and a store."""

    period: str
    start: date
    end: date
    segment: str | None = None
    store: int | None = None
    sort: str = "revenue"
    page: int = 1
    wrong: dict[str, str] = field(default_factory=dict)

    def given(self, *names: str, **more: Any) -> dict[str, Any]:
        """The parameters of a query that takes these."""
        taken = names or ("start", "end", "segment", "store")
        return {name: getattr(self, name) for name in taken} | more

    @property
    def before(self) -> Filters:
        """The same over the days before, as many."""
        start = self.start - (self.end - self.start)
        return Filters(self.period, start, self.start, self.segment, self.store)


def read(raw: Mapping[str, str], manifest: Manifest, segments: list[str]) -> Filters:
    """The filters of an address."""
    wrong: dict[str, str] = {}
    period = raw.get("period") or "year"
    if period not in PERIODS:
        wrong["period"] = "Choose one of the periods."
        period = "year"
    segment = raw.get("segment") or None
    if segment is not None and segment not in segments:
        wrong["segment"] = "You see no segment of this name."
        segment = None
    store = _whole(raw.get("store", ""), LARGEST_STORE)
    if store is None and raw.get("store"):
        wrong["store"] = "A store is a whole number, such as 367."
    start, end = _days(period, manifest)
    page = _whole(raw.get("page", ""), 1_000_000) or 1
    sort = "units" if raw.get("sort") == "units" else "revenue"
    return Filters(period, start, end, segment, store, sort, page, wrong)


def _whole(text: str, largest: int) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if 0 < int(text) <= largest else None


def _days(period: str, manifest: Manifest) -> tuple[date, date]:
    end = manifest.last + timedelta(days=1)
    if period == "3m":
        return months_later(manifest.last, -2), end
    if period in {"30d", "7d"}:
        return end - timedelta(days=int(period[:-1])), end
    if period.startswith("q"):
        start = date(manifest.last.year, 3 * int(period[1]) - 2, 1)
        return start, months_later(start, 3)
    return date(manifest.last.year, 1, 1), end
