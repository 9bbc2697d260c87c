"""Logging in and out, and the choice of a language."""

from __future__ import annotations

import math
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from systems.bi_solution.app import language
from systems.bi_solution.app.accounts import passwords, sessions, throttle, users
from systems.bi_solution.app.web.rendering import keep, page
from systems.bi_solution.app.web.visitor import Anyone, Database, Form, Reader

router = APIRouter(include_in_schema=False)


def safe_path(target: str) -> str:
    """A path of ours; anything that leads elsewhere becomes the first page."""
    parts = urlsplit(target)
    ours = (
        target.startswith("/")
        and not target.startswith("//")
        and "\\" not in target
        and not parts.scheme
        and not parts.netloc
        and all(" " <= letter != "\x7f" for letter in target)
    )
    return target if ours else "/"


@router.get("/login")
def login_page(request: Request, visitor: Anyone) -> Response:
    """The form to log in."""
    target = safe_path(request.query_params.get("next", "/"))
    if visitor.user:
        return RedirectResponse(target, 303)
    return page(request, visitor, "login.html", next=target, error=None, username="")


@router.post("/login")
def login(request: Request, visitor: Anyone, form: Form, connection: Database) -> Response:
    """Check the password, and begin a new session."""
    username, password = str(form.get("username", "")), str(form.get("password", ""))
    target = safe_path(str(form.get("next", "/")))
    address = request.client.host if request.client else ""
    wait = throttle.wait(connection, username, address)
    say = visitor.language.text
    if wait:
        message = say("Too many attempts. Wait %(minutes)s min.", minutes=math.ceil(wait / 60))
        made = page(
            request,
            visitor,
            "login.html",
            status=429,
            next=target,
            error=message,
            username=username[:40],
        )
        made.headers["Retry-After"] = str(wait)
        return made
    user = None
    if len(password) <= passwords.LONGEST:
        user = users.authenticate(connection, username, password)
    if user is None:
        throttle.failed(connection, username, address)
        message = say("User name or password isn't right.")
        return page(
            request,
            visitor,
            "login.html",
            status=400,
            next=target,
            error=message,
            username=username[:40],
        )
    throttle.succeeded(connection, username)
    response = RedirectResponse(target, 303)
    keep(request, response, sessions.start(user.id, user.epoch))
    return response


@router.post("/logout")
def logout(visitor: Reader, form: Form) -> Response:  # noqa: ARG001 - asked for their checks
    """End the session in this browser."""
    response = RedirectResponse("/login", 303)
    response.delete_cookie(sessions.COOKIE)
    return response


@router.post("/language")
def choose_language(request: Request, form: Form) -> Response:
    """Keep the reader's choice for a year."""
    chosen = str(form.get("language", ""))
    response = RedirectResponse(safe_path(str(form.get("next", "/"))), 303)
    if chosen in language.CODES:
        response.set_cookie(
            language.COOKIE,
            chosen,
            max_age=365 * 86400,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
    return response
