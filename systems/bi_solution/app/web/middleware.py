"""What every response carries, and how much a request may bring."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from systems.bi_solution.app import statements

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

_log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
"""Bytes; nothing that is sent here is a file."""

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        b"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class SecureHeaders:
    """Adds the headers that keep pages to themselves."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        static = scope["path"].startswith("/static/")

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *HEADERS]
                if not static and not any(name == b"cache-control" for name, _ in headers):
                    # Answers differ by reader; no cache between may keep them.
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, sending)


class Mishaps:
    """Answers what nobody foresaw with a page, and writes it down.

    It stands inside the others, so that such a page has its headers too.
    """

    def __init__(self, app: Application, respond: Callable[[Request, int], Any]) -> None:
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            _log.exception("%s %s failed", scope["method"], scope["path"])
            await self._respond(Request(scope), 500)(scope, receive, send)


class BodyLimit:
    """Refuses a body that is larger than any of our forms."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        seen = 0

        async def receiving() -> Message:
            nonlocal seen
            if not said.isdigit() or int(said) > LARGEST_BODY:
                raise HTTPException(413)
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > LARGEST_BODY:
                raise HTTPException(413)
            return message

        await self._app(scope, receiving, send)


class Measured:
    """Says how many SQL statements a response took."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        count = statements.start()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                timing = f'sql;desc="{count.value}"'.encode()
                message["headers"] = [*message["headers"], (b"server-timing", timing)]
            await send(message)

        await self._app(scope, receive, sending)
