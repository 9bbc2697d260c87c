"""Portuguese and English: by the visitor's choice, else by what their browser asks for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import Babel, get_locale

LANGUAGES = {"pt-BR": "Português", "en": "English"}
COOKIE = "language"
LOCALE = Path(__file__).parents[1] / "locale"


def attach(app: Flask) -> None:
    """Let every page speak the visitor's language."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(LOCALE)
    Babel(app, locale_selector=lambda: chosen().replace("-", "_"))
    app.context_processor(
        lambda: {"languages": LANGUAGES, "language": str(get_locale()).replace("_", "-")}
    )


def chosen() -> str:
    """The language of this request."""
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    for tag, _weight in request.accept_languages:
        # Any Portuguese is nearer to Brazil's than English is.
        if tag.lower().startswith("pt"):
            return "pt-BR"
        if tag.lower().startswith("en"):
            return "en"
    return "en"


def local_path(path: str | None) -> str:
    """Where to go next, if that is a page of ours; else the first page."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    # Browsers drop tabs and line ends from addresses before they read them.
    if any(ord(character) < 33 or character == "\\" for character in path):
        return "/"
    parts = urlsplit(path)
    return "/" if parts.scheme or parts.netloc else path
