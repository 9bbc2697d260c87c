"""Why a page wasn't read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from systems.beecatalog.app.marking import marked as _

SENTENCES = {
    "scheme": _("only http and https pages on their usual ports are read"),
    "no_such_host": _("there is no such host"),
    "private": _("the address is on a private or reserved network"),
    "redirects": _("it was redirected too often"),
    "robots": _("the site's robots.txt doesn't allow it"),
    "too_large": _("the page is larger than %(limit)s MB"),
    "slow": _("the site took too long"),
    "status": _("the site answered %(status)s"),
    "not_a_page": _("it isn't an HTML page"),
    "unreachable": _("the site can't be reached"),
}


class NotReadError(Exception):
    """A page that wasn't read."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def stored(self) -> dict[str, Any]:
        """As it is kept with the product."""
        return {"code": self.code, "values": self.values}


def sentence(stored: dict[str, Any]) -> str:
    """The reason in the language in force."""
    return gettext(SENTENCES[stored["code"]]) % stored["values"]
