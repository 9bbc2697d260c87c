"""Who asks: the session, the person, the language; and the proof that our page sent a form."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

from systems.bi_solution.app import language
from systems.bi_solution.app.accounts import database, sessions, users
from systems.bi_solution.app.settings import Settings


class LoginNeededError(Exception):
    """Nobody is logged in; log in first."""


@dataclass(frozen=True)
class Visitor:
    """One request's reader."""

    session: sessions.Session
    fresh: bool
    user: users.User | None
    language: language.Language

    @property
    def person(self) -> users.User:
        """The user, who must be logged in."""
        if self.user is None:
            raise LoginNeededError
        return self.user


def settings_of(request: Request) -> Settings:
    """The settings that the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def language_of(request: Request) -> language.Language:
    """The language of a request."""
    return language.choose(
        request.cookies.get(language.COOKIE), request.headers.get("accept-language")
    )


def open_database(request: Request) -> Iterator[sqlite3.Connection]:
    """A connection to the accounts for one request."""
    with database.connected(settings_of(request).accounts) as connection:
        yield connection


Database = Annotated[sqlite3.Connection, Depends(open_database)]


def visiting(request: Request, connection: Database) -> Visitor:
    """Whoever asks, logged in or not."""
    signer: sessions.Signer = request.app.state.signer
    session = signer.read(request.cookies.get(sessions.COOKIE))
    fresh = session is None
    session = session or sessions.start()
    user = users.find(connection, session.user_id) if session.user_id else None
    if user is not None and (not user.active or user.epoch != session.epoch):
        user = None
    return Visitor(session, fresh, user, language_of(request))


Anyone = Annotated[Visitor, Depends(visiting)]


def signed_in(visitor: Anyone) -> Visitor:
    """Whoever asks, who must be logged in."""
    _ = visitor.person
    return visitor


Reader = Annotated[Visitor, Depends(signed_in)]


def administrating(visitor: Reader) -> Visitor:
    """Whoever asks, who must be an administrator."""
    if not visitor.person.is_admin:
        raise HTTPException(403)
    return visitor


Admin = Annotated[Visitor, Depends(administrating)]


async def checked_form(request: Request, visitor: Anyone) -> FormData:
    """The fields of a form that one of our pages sent."""
    form = await request.form(max_files=0, max_fields=200)
    _check(request, visitor, str(form.get("csrf", "")))
    return form


Form = Annotated[FormData, Depends(checked_form)]


def checked_header(request: Request, visitor: Reader) -> None:
    """Refuse a call of the API that none of our pages and no client of ours made."""
    _check(request, visitor, request.headers.get("x-csrf-token", ""))


def _check(request: Request, visitor: Visitor, token: str) -> None:
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or visitor.fresh or not visitor.session.permits(token):
        raise HTTPException(403, "csrf")
