"""Portuguese and English: texts, numbers, money and dates."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, dates, numbers

FOLDER = Path(__file__).parent.parent / "locale"
CODES = ("pt-BR", "en")
COOKIE = "bi_language"

# 2 January 2017 was a Monday; weekdays are named after that week.
_MONDAY = date(2017, 1, 2)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("messages", FOLDER, languages=[code.replace("-", "_")])


@dataclass(frozen=True)
class Language:
    """How one reader is spoken to."""

    code: str

    @property
    def short(self) -> str:
        """The key of labels in the semantic file."""
        return self.code[:2]

    @property
    def locale(self) -> Locale:
        """Babel's name of the language."""
        return Locale.parse("pt_BR" if self.short == "pt" else "en_US")

    def text(self, message: str, /, **values: Any) -> str:
        """A message in this language."""
        translated = _catalogue(self.code).gettext(message)
        return translated % values if values else translated

    def money(self, value: Any) -> str:
        """An amount of dollars, which is what the data is in."""
        return numbers.format_currency(value, "USD", locale=self.locale)

    def dollars(self, value: Any) -> str:
        """An amount without its cents, for what is read at a glance."""
        pattern = "¤ #,##0" if self.short == "pt" else "¤#,##0"
        return numbers.format_currency(
            value, "USD", format=pattern, locale=self.locale, currency_digits=False
        )

    def whole(self, value: Any) -> str:
        """A number of things."""
        return numbers.format_decimal(value, format="#,##0", locale=self.locale)

    def number(self, value: Any) -> str:
        """A number with what decimals it needs, two at most."""
        return numbers.format_decimal(value, format="#,##0.##", locale=self.locale)

    def percent(self, value: Any) -> str:
        """A number that counts hundredths."""
        return numbers.format_decimal(value, format="#,##0.0", locale=self.locale) + " %"

    def day(self, value: date) -> str:
        """A day, short."""
        return dates.format_date(value, format="medium", locale=self.locale)

    def month(self, value: date) -> str:
        """A month and its year."""
        pattern = "MMM 'de' y" if self.short == "pt" else "MMM y"
        return dates.format_date(value, format=pattern, locale=self.locale)

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 1 is Monday."""
        day = _MONDAY.replace(day=_MONDAY.day + (int(number) - 1) % 7)
        return dates.format_date(day, format="EEEE", locale=self.locale)

    def moment(self, text: str) -> str:
        """A moment that is kept as text."""
        return dates.format_datetime(
            datetime.fromisoformat(text), format="short", locale=self.locale
        )

    def value(self, value: Any, kind: str = "") -> str:
        """A cell of a table by what its column holds."""
        if value is None:
            return "\N{EN DASH}"
        if kind in {"money", "dollars", "percent", "weekday"}:
            return str(getattr(self, kind)(value))
        if kind == "count":
            return self.whole(value)
        if kind == "id":
            return str(value)
        if kind == "month" and isinstance(value, date):
            return self.month(value)
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, int | float | Decimal):
            return self.number(value)
        if isinstance(value, date):
            return self.day(value)
        return str(value)


def choose(chosen: str | None, accepted: str | None) -> Language:
    """The reader's choice, or the first language of the browser that there is."""
    if chosen in CODES:
        return Language(chosen)
    for part in _by_weight(accepted or ""):
        if part.startswith("pt"):
            return Language("pt-BR")
        if part.startswith("en"):
            return Language("en")
    return Language("en")


def _by_weight(accepted: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accepted.lower().split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), name))
        except ValueError:
            continue
    return [name for _, name in sorted(weighted, key=lambda one: one[0])]
