"""Weekly forecasts with intervals, by exponential smoothing of statsmodels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from systems.bi_solution.app.reports.reports import Row

AHEAD = 8
NEEDED = 26
"""Weeks of history below which no forecast is worth anything."""
LEVEL = 0.95


@dataclass(frozen=True)
class Week:
    """A week to come: what is expected, and between what 95 of 100 such weeks would be."""

    week: date
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """What was, what is to come, and how well the method did on weeks that it didn't know."""

    history: list[Row]
    weeks: list[Week]
    error_percent: float | None
    naive_percent: float | None
    covered: int | None


def whole_weeks(history: list[Row], first: date, last: date) -> list[Row]:
    """The weeks from Monday to Sunday; a part of a week would look like a fall."""
    return [
        row for row in history if row["week"] >= first and row["week"] + timedelta(days=6) <= last
    ]


def forecast(history: list[Row]) -> Forecast | None:
    """The next weeks, or None where too few are known."""
    values = _filled(history)
    if len(values) < NEEDED:
        return None
    weeks = _weeks(_fitted(values), history[-1]["week"])
    known, hidden = values[:-AHEAD], values[-AHEAD:]
    tried = _weeks(_fitted(known), history[-1]["week"])
    inside = sum(one.low <= real <= one.high for one, real in zip(tried, hidden, strict=True))
    return Forecast(
        history,
        weeks,
        _error([one.expected for one in tried], hidden),
        _error([known[-1]] * AHEAD, hidden),
        inside,
    )


def _filled(history: list[Row]) -> list[float]:
    """Revenue of every week; one without sales has none."""
    if not history:
        return []
    found = {row["week"]: float(row["revenue"]) for row in history}
    first = history[0]["week"]
    count = (history[-1]["week"] - first).days // 7 + 1
    return [found.get(first + timedelta(weeks=number), 0.0) for number in range(count)]


def _fitted(values: list[float]) -> Any:
    # Heavy, and only this page needs it.
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        # A fit that hasn't converged is still the best found; the page tells its error.
        warnings.simplefilter("ignore")
        model = ETSModel(pd.Series(values), error="add", trend="add", damped_trend=True)
        result = model.fit(disp=False)
        return result.get_prediction(len(values), len(values) + AHEAD - 1).summary_frame(
            alpha=1 - LEVEL
        )


def _weeks(frame: Any, last: date) -> list[Week]:
    return [
        Week(
            last + timedelta(weeks=number + 1),
            max(0.0, float(row["mean"])),
            max(0.0, float(row["pi_lower"])),
            max(0.0, float(row["pi_upper"])),
        )
        for number, row in enumerate(frame.to_dict("records"))
    ]


def _error(expected: list[float], real: list[float]) -> float | None:
    """The mean of how far off, in hundredths of what was real."""
    if any(value <= 0 for value in real):
        return None
    off = [abs(one - other) / other for one, other in zip(expected, real, strict=True)]
    return 100.0 * sum(off) / len(off)
