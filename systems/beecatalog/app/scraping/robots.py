"""What a site lets programs read (robots.txt, RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from systems.beecatalog.app.scraping.errors import NotReadError
from systems.beecatalog.app.scraping.fetch import REDIRECTS, Fetcher

NAME = "BeeCatalog"
LARGEST = 500_000


@dataclass(frozen=True)
class Rules:
    """One site's rules."""

    text: str | None
    """None: nothing may be read."""

    def allow(self, url: str) -> bool:
        """Whether a page may be read."""
        return self.text is not None and bool(Protego.parse(self.text).can_fetch(url, NAME))

    @property
    def delay(self) -> float:
        """Seconds that the site asks for between requests."""
        return float(Protego.parse(self.text or "").crawl_delay(NAME) or 0)


def rules_of(url: str, fetcher: Fetcher) -> Rules:
    """The rules of a page's site; no file allows all, a site that fails allows nothing."""
    where = urljoin(url, "/robots.txt")
    for _ in range(REDIRECTS):
        try:
            found = fetcher.get(where, largest=LARGEST)
        except NotReadError as error:
            if error.code == "too_large":
                return Rules(None)
            raise
        if not isinstance(found, str):
            break
        where = found
    else:
        return Rules("")
    if found.status >= 500:
        return Rules(None)
    return Rules(found.content.decode("utf-8", "replace") if found.status < 300 else "")
