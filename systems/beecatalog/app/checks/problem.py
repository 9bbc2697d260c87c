"""A problem: which field, how bad, and one clear sentence in the reader's language."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext

from systems.beecatalog.app.marking import marked as _

SENTENCES = {
    "missing": _("Required, and not known."),
    "unknown": _("Not known: fill it in if you have it; nothing is made up."),
    "too_long": _("Has %(length)s characters; %(max)s are allowed."),
    "too_short": _("Has %(length)s characters; at least %(min)s are wanted."),
    "too_many": _("There are %(length)s; %(max)s are allowed."),
    "too_few": _("There are %(length)s; at least %(min)s are wanted."),
    "forbidden": _("“%(word)s” isn't allowed here."),
    "not_a_choice": _("“%(value)s” isn't one of the values of the list."),
    "pattern": _("“%(value)s” doesn't have the form that is asked for."),
    "gtin_digits": _("A GTIN has 8, 12, 13 or 14 digits; this one has %(length)s."),
    "gtin_check": _("The check digit of %(value)s is wrong."),
    "gtin_padded": _("The check digit fits if lost zeros are put back: %(value)s. Please confirm."),
    "gtin_rounded": _("The spreadsheet shortened this number (%(value)s): its digits are lost."),
    "gtin_from_page": _("Taken from the product's page. Please confirm."),
    "ncm_digits": _("An NCM has 8 digits; this one has %(length)s."),
    "ncm_unknown": _("%(value)s isn't in your NCM table."),
    "price_unreadable": _("“%(value)s” isn't a price."),
    "price_not_positive": _("A price must be more than zero."),
    "number_unreadable": _("“%(value)s” isn't a whole number."),
    "picture_address": _("“%(value)s” isn't the address of a JPG or PNG picture."),
    "link_address": _("“%(value)s” isn't the address of a page."),
    "formula": _("Began like a formula; written as plain text."),
    "cut": _("Was too long (%(length)s characters); the first %(max)s are kept."),
    "repeated_sku": _("This SKU is in row %(row)s too."),
    "empty_row": _("Has neither SKU nor name; kept as it is."),
    "category": _("Choose a category."),
    "unreadable_row": _("This row couldn't be read: %(why)s"),
    "page_refused": _("The page wasn't read: %(why)s"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field."""

    field: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    severity: str = "error"

    @property
    def text(self) -> str:
        """The sentence, in the language in force."""
        return gettext(SENTENCES[self.code]) % self.values

    def stored(self) -> dict[str, Any]:
        """As it is kept in the database."""
        return asdict(self)


def warning(field: str, code: str, **values: Any) -> Problem:
    """A problem that keeps nothing from being listed."""
    return Problem(field, code, values, "warning")


def error(field: str, code: str, **values: Any) -> Problem:
    """A problem that a marketplace would refuse."""
    return Problem(field, code, values)
