"""What goes wrong, in the reader's words: a page for people, JSON for programs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from systems.bi_solution.app.lake.manifest import LakeError
from systems.bi_solution.app.lake.warehouse import (
    QueryFailedError,
    QueryTooBigError,
    QueryTooLongError,
)
from systems.bi_solution.app.web.rendering import page
from systems.bi_solution.app.web.visitor import LoginNeededError, language_of


def install(app: FastAPI) -> None:
    """Answer every error of the application."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(LoginNeededError, _login)
    app.add_exception_handler(LakeError, _lake)
    for error in (QueryFailedError, QueryTooBigError, QueryTooLongError):
        app.add_exception_handler(error, _stopped)


def respond(
    request: Request, status: int, detail: Any = None, headers: dict[str, str] | None = None
) -> Response:
    """The answer to a request that can't be served."""
    say = language_of(request).text
    titles = {
        400: (say("This request isn't understood."), say("Check the address or the form.")),
        401: (say("Log in first."), ""),
        403: (say("This isn't yours to see or do."), say("Ask an administrator if it should be.")),
        404: (say("There is no such page."), say("It may have been moved or deleted.")),
        405: (say("This can't be done here."), ""),
        413: (say("That is too large."), say("A question has 500 characters at most.")),
        422: (say("A field isn't right."), ""),
        429: (say("Too many attempts."), say("Wait a little and try again.")),
        503: (
            say("The data can't be read right now."),
            say("Tell an administrator; nothing is lost."),
        ),
        504: (say("This took too long and was stopped."), say("Ask for a shorter period.")),
    }
    title, help_text = titles.get(
        status, (say("Something went wrong here."), say("It was written down. Try again."))
    )
    if status == 403 and detail == "csrf":
        title, help_text = say("This form is out of date."), say("Go back, reload, try again.")
    if request.url.path.startswith("/api/"):
        body: dict[str, Any] = {"error": title, "status": status}
        if isinstance(detail, list):
            body["fields"] = detail
        return JSONResponse(body, status, headers)
    made = page(request, None, "error.html", status=status, title=title, help=help_text)
    made.headers.update(headers or {})
    return made


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it was registered for
    headers = dict(error.headers) if error.headers else None
    return respond(request, error.status_code, error.detail, headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    if not request.url.path.startswith("/api/"):
        return respond(request, 400)
    # What was sent is not sent back.
    fields = [
        {"field": ".".join(map(str, one["loc"][1:])), "problem": one["msg"]}
        for one in error.errors()
    ]
    return respond(request, 422, fields)


def _login(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return respond(request, 401)
    if request.method != "GET":
        return RedirectResponse("/login", 303)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(here, safe='/')}", 303)


def _lake(request: Request, _: Exception) -> Response:
    return respond(request, 503)


def _stopped(request: Request, _: Exception) -> Response:
    return respond(request, 504)
