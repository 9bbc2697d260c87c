"""One product's page, from its link to its facts."""

from __future__ import annotations

import warnings
from urllib.parse import urlsplit

from bs4 import XMLParsedAsHTMLWarning

from systems.beecatalog.app.scraping.errors import NotReadError
from systems.beecatalog.app.scraping.extract import Facts, facts_of
from systems.beecatalog.app.scraping.fetch import REDIRECTS, Fetcher, checked
from systems.beecatalog.app.scraping.pace import Pace
from systems.beecatalog.app.scraping.robots import Rules, rules_of

PAGES = {"text/html", "application/xhtml+xml"}
# A page may say that it is XML: it is read as HTML all the same.
warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)


class Scraper:
    """Reads pages, one after another; robots.txt of a site is asked for once in its life."""

    def __init__(self, fetcher: Fetcher, pace: Pace) -> None:
        self._fetcher = fetcher
        self._pace = pace
        self._rules: dict[str, Rules] = {}

    def read(self, url: str) -> Facts:
        """What the page says.

        Raises:
            NotReadError: why it wasn't read.
        """
        for _ in range(REDIRECTS + 1):
            rules = self._rules_of(url)
            if not rules.allow(url):
                raise NotReadError("robots")
            self._pace.wait(urlsplit(url).netloc, rules.delay)
            found = self._fetcher.get(url)
            if isinstance(found, str):
                url = found
                continue
            if found.status != 200:
                raise NotReadError("status", status=found.status)
            if found.kind not in PAGES:
                raise NotReadError("not_a_page")
            return facts_of(found.content, found.url, found.encoding)
        raise NotReadError("redirects")

    def _rules_of(self, url: str) -> Rules:
        parts = checked(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._pace.wait(parts.netloc)
            self._rules[site] = rules_of(url, self._fetcher)
        return self._rules[site]
