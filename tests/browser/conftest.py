"""A real Chromium, and the pages that it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tenfold.queries.page import write_html
from tenfold.queries.report import Report
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    path = require_tool("chromium", package="chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A page that is open, what it complained of and what it asked the network for."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(url)

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def run(self, script: str) -> Any:
        """What a script answers."""
        return self.page.evaluate(script)


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open a report's page in a browser of its own; say what kind of browser by name."""
    contexts = []

    def open_page(report: Report, *, width: int = 1280, **how: Any) -> Visit:
        file = tmp_path / "report.html"
        write_html(report, file)
        context = chromium.new_context(viewport={"width": width, "height": 800}, **how)
        contexts.append(context)
        return Visit(context.new_page(), file.as_uri())

    yield open_page
    for context in contexts:
        context.close()
