"""What went wrong, in words that help; programs get the same as JSON."""

from __future__ import annotations

import sqlite3

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from systems.omni_keywords.app.settings import UPLOAD_BYTES


def attach(app: Flask) -> None:
    """Answer every error by a page of ours."""
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(sqlite3.OperationalError, _database)
    app.register_error_handler(500, _known)


def told(code: int) -> tuple[str, str]:
    """What happened, and what to do about it."""
    texts = {
        400: (gettext("That request can't be read"), gettext("Go back and try it again.")),
        401: (gettext("Who are you?"), gettext("Log in, or send a key of the API.")),
        403: (gettext("That isn't yours to do"), gettext("Ask an administrator for the role.")),
        404: (
            gettext("There is no such page"),
            gettext("It may have been removed, or it belongs to a niche that you don't work on."),
        ),
        405: (gettext("That can't be done here"), gettext("Go back and try it again.")),
        413: (
            gettext("That is too large"),
            gettext(
                "A file may have up to %(size)s MB. Split it and import the parts one by one.",
                size=UPLOAD_BYTES // 1_000_000,
            ),
        ),
        429: (
            gettext("Too many attempts"),
            gettext("Wait a quarter of an hour, then try it again."),
        ),
        503: (
            gettext("Busy just now"),
            gettext("Somebody else is writing. Nothing was changed; try it again in a moment."),
        ),
    }
    other = (
        gettext("Something broke on our side"),
        gettext("Nothing that you sent was half kept. Try it again; it has been written down."),
    )
    return texts.get(code, other if code >= 500 else texts[400])


def _stale(_error: CSRFError) -> ResponseReturnValue:
    title, text = gettext("This page was open for too long"), gettext("Go back and send it again.")
    return _answer(400, title, text)


def _known(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error
    code = error.code or 500
    answer = _answer(code, *told(code))
    return (*answer, {"Retry-After": "900"}) if code == 429 else answer


def _database(error: sqlite3.OperationalError) -> ResponseReturnValue:
    current_app.logger.error("the database says: %s", error)
    if "locked" in str(error):
        return (*_answer(503, *told(503)), {"Retry-After": "2"})
    return _answer(500, *told(500))


def _answer(code: int, title: str, text: str) -> tuple[str | object, int]:
    if request.path.startswith("/api/v1/"):
        return jsonify(error=title, help=text), code
    if code in {ServiceUnavailable.code, 500}:
        # The page must not ask again for what has just failed.
        g.setdefault("account", None)
    return render_template("error.html", code=code, title=title, text=text), code
