"""Finds what a question says of time, and which days it means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from systems.bi_solution.app.semantic.model import Model
from systems.bi_solution.app.semantic.query import Period

MARK = "§p"
TO = "\N{EN DASH}"
_AMBIGUOUS = ("dez", "set", "out", "may", "march")
"""Months that are also other words; they count only behind a word such as "em"."""


@dataclass(frozen=True)
class Calendar:
    """The days that there are data of."""

    first: date
    last: date

    @property
    def tomorrow(self) -> date:
        """The day after the last."""
        return self.last + timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The first of the month that is MONTHS after that of DAY."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def before(period: Period) -> Period:
    """The period of the same length just before."""
    if period.start.day == 1 and period.end.day == 1:
        span = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        start = months_later(period.start, -span)
    else:
        start = period.start - (period.end - period.start)
    return Period(start, period.start, f"{start} {TO} {period.start - timedelta(days=1)}")


class PeriodReader:
    """Takes the time expressions out of a question, in both languages."""

    def __init__(self, model: Model, calendar: Calendar, *, month_first: bool) -> None:
        self._model = model
        self._calendar = calendar
        self._month_first = month_first
        month = _either(name for name in model.months if name not in _AMBIGUOUS)
        risky = _either(name for name in model.months if name in _AMBIGUOUS)
        into = (
            r"\b(?:em|in|de|of|since|desde|ate|until|a|e|and|to|vs|versus|during|for|x|"
            r"compare|com|with)"
        )
        name = rf"(?:(?P<m>{month})|(?<=\b)(?P<r>{risky}))"
        year = r"(?: (?:de |of )?(?P<y>\d{4}))?"
        number, unit = rf"\d+|{_either(model.numbers)}", _either(model.units)
        ordinal = _either(model.ordinals)
        one = month + "|" + risky
        lead = r"(?:\b(?:n[oa]s?|in|during|over|d[oa]s?|of|for|the) )*"
        self._patterns: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]]] = [
            (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), self._iso),
            (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), self._slashed),
            (
                re.compile(rf"\b(?:dia )?(?P<d>\d{{1,2}}) (?:de |of )?(?P<n>{one})\b{year}"),
                self._day,
            ),
            (
                re.compile(rf"\b(?P<n>{one}) (?P<d>\d{{1,2}})(?:[nrst][dht])?\b(?!\d){year}"),
                self._day,
            ),
            (
                re.compile(
                    rf"\b(?:(?:entre|between) (?P<a>{one}) (?:e|and) (?P<b>{one})|"
                    rf"(?:de|from) (?P<c>{one}) (?:a|ate|to|through|until) (?P<e>{one}))\b{year}"
                ),
                self._range,
            ),
            (
                re.compile(
                    rf"{lead}\b(?:ultim[oa]s?|last|past) (?:(?P<n>{number}) )?(?P<u>{unit})\b"
                ),
                self._last,
            ),
            (re.compile(rf"{lead}\b(?P<u>{unit}) (?:{_either(model.recent)})\b"), self._last),
            (
                re.compile(rf"\b(?:n?est[ea]|n?ess[ea]|this|the current|current) (?P<u>{unit})\b"),
                self._last,
            ),
            (
                re.compile(
                    rf"{lead}\b(?:(?P<o>{ordinal}) (?:trimestre|quarter)|q(?P<q>[1-4]))\b{year}"
                ),
                self._quarter,
            ),
            (
                re.compile(rf"{lead}\b(?P<o>{ordinal}) (?:semestre|half)(?: of the year)?\b{year}"),
                self._half,
            ),
            (re.compile(r"\b(?:ontem|yesterday|hoje|today)\b"), self._near),
            (re.compile(rf"{into} {name}\b{year}"), self._month),
            (re.compile(rf"\b(?P<m>{month})\b(?P<r>){year}"), self._month),
            (re.compile(r"\b(?:em |in |de |of )?(?:ano de )?(?P<y>(?:19|20)\d\d)\b"), self._year),
        ]

    def read(self, text: str) -> tuple[str, tuple[Period, ...]]:
        """The text with marks where periods were, and those periods in their order.

        Raises:
            ValueError: a date that no calendar has.
        """
        found: list[tuple[int, Period]] = []
        for pattern, meaning in self._patterns:
            while (match := pattern.search(text)) is not None:
                period = meaning(match)
                if period is None:
                    break
                mark = f" {MARK}{len(found)} "
                text = text[: match.start()] + mark + text[match.end() :]
                found.append((len(found), period))
        order = {
            int(number): place for place, number in enumerate(re.findall(rf"{MARK}(\d+)", text))
        }
        periods = [period for index, period in sorted(found, key=lambda one: order[one[0]])]
        return " ".join(text.split()), tuple(dict.fromkeys(periods))

    def _iso(self, match: re.Match[str]) -> Period:
        return _one_day(date(*map(int, match.groups())))

    def _slashed(self, match: re.Match[str]) -> Period:
        first, second, year = map(int, match.groups())
        day, month = (second, first) if self._month_first else (first, second)
        return _one_day(date(year, month, day))

    def _day(self, match: re.Match[str]) -> Period:
        month = self._model.months[match["n"]]
        return _one_day(date(self._year_of(match["y"]), month, int(match["d"])))

    def _range(self, match: re.Match[str]) -> Period:
        year = self._year_of(match["y"])
        start = date(year, self._model.months[match["a"] or match["c"]], 1)
        last = date(year, self._model.months[match["b"] or match["e"]], 1)
        if last < start:
            raise ValueError(match[0])
        return _months(start, months_later(last, 1))

    def _last(self, match: re.Match[str]) -> Period:
        groups = match.groupdict()
        many = self._number(groups.get("n") or "1")
        return self._back(many, self._model.units[groups["u"]])

    def _back(self, many: int, unit: str) -> Period:
        end = self._calendar.tomorrow
        if unit in {"day", "week"}:
            start = end - timedelta(days=min(many, 9999) * (7 if unit == "week" else 1))
            return Period(start, end, f"{start} {TO} {self._calendar.last}")
        months = min(many, 999) * {"month": 1, "quarter": 3, "year": 12}[unit]
        return _months(months_later(self._calendar.last, 1 - months), end)

    def _number(self, text: str) -> int:
        return int(text) if text.isdigit() else self._model.numbers[text]

    def _quarter(self, match: re.Match[str]) -> Period:
        which = int(match["q"]) if match["q"] else self._model.ordinals[match["o"]]
        start = date(self._year_of(match["y"]), 3 * which - 2, 1)
        return _months(start, months_later(start, 3))

    def _half(self, match: re.Match[str]) -> Period | None:
        which = self._model.ordinals[match["o"]]
        if which > 2:
            return None
        start = date(self._year_of(match["y"]), 6 * which - 5, 1)
        return _months(start, months_later(start, 6))

    def _near(self, match: re.Match[str]) -> Period:
        # The last day with data is today; there is no other "yesterday" to ask for.
        back = 1 if match[0] in {"ontem", "yesterday"} else 0
        return _one_day(self._calendar.last - timedelta(days=back))

    def _month(self, match: re.Match[str]) -> Period:
        month = self._model.months[match["m"] or match["r"]]
        start = date(self._year_of(match["y"]), month, 1)
        return Period(start, months_later(start, 1), f"{start:%Y-%m}")

    def _year(self, match: re.Match[str]) -> Period:
        year = int(match["y"])
        return Period(date(year, 1, 1), date(year + 1, 1, 1), str(year))

    def _year_of(self, text: str | None) -> int:
        return int(text) if text else self._calendar.last.year


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _one_day(day: date) -> Period:
    return Period(day, day + timedelta(days=1), str(day))


def _months(start: date, end: date) -> Period:
    last = months_later(end, -1)
    last = last.replace(day=monthrange(last.year, last.month)[1])
    return Period(start, end, f"{start} {TO} {last}" if end.day == 1 else f"{start} {TO} {end}")
