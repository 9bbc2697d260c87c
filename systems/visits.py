"""A real Chromium for the tests of the systems, and what every page of theirs must hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.debian import require_tool

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
PATIENCE = 90_000
"""Milliseconds that a page may take: the first visitor of a busy machine waits for imports."""
DESK = {"width": 1280, "height": 900}


@contextmanager
def browser() -> Iterator[Any]:
    """One Chromium; installed where that is allowed, skipped where it is not (never in CI)."""
    path = require_tool("chromium", package="chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """One visitor: a page, what it complained of, and what it asked other hosts for."""

    def __init__(
        self,
        chromium: Any,
        url: str,
        *,
        language: str = "pt-BR",
        theme: str = "light",
        phone: bool = False,
        javascript: bool = True,
    ) -> None:
        self.url = url
        self.context = chromium.new_context(
            base_url=url,
            locale=language,
            color_scheme=theme,
            viewport=PHONE if phone else DESK,
            java_script_enabled=javascript,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _asked(self, request: Any) -> None:
        host = urlsplit(request.url).netloc
        if host and host != urlsplit(self.url).netloc:
            self.strangers.append(request.url)

    def open(self, path: str) -> Any:
        """Go to a page of the system and return it."""
        self.page.goto(path)
        return self.page

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found: int = self.page.evaluate(width)
        return found

    def picture(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        self.page.screenshot(path=str(file), full_page=True)

    def leave(self) -> None:
        """Close what was opened."""
        self.context.close()
