"""Who is asking, and what they may do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.store import accounts, niches
from systems.omni_keywords.app.store.audit import Actor

_P = ParamSpec("_P")
_R = TypeVar("_R")


def enter(account: sqlite3.Row) -> None:
    """Begin a session of this account; what an earlier visitor left is gone."""
    session.clear()
    session.permanent = True
    session["account"], session["epoch"] = account["id"], account["epoch"]


def leave() -> None:
    """End the session."""
    session.clear()


def current_account() -> sqlite3.Row | None:
    """The account of this request's session or key, or None."""
    if "account" not in g:
        g.account = _by_session()
    found: sqlite3.Row | None = g.account
    return found


def me() -> sqlite3.Row:
    """The account that asks, where somebody must be known."""
    account = current_account()
    if account is None:
        abort(401)
    return account


def actor() -> Actor:
    """The account that asks, as the audit log names it."""
    account = me()
    return Actor(account["id"], account["email"])


def may(role: str) -> bool:
    """Whether the asking account has this role or more."""
    account = current_account()
    ranks = accounts.ROLES
    return account is not None and ranks.index(account["role"]) >= ranks.index(role)


def requires(role: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R | Response]]:
    """A page for those who have this role or more; others log in, or are told that they can't."""

    def decorate(page: Callable[_P, _R]) -> Callable[_P, _R | Response]:
        @wraps(page)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | Response:
            if current_account() is None:
                asked = request.full_path.rstrip("?") if request.method == "GET" else "/"
                return redirect(url_for("entrance.login", next=asked))
            if not may(role):
                abort(403)
            return page(*args, **kwargs)

        return guarded

    return decorate


def niche_or_404(niche_id: int) -> sqlite3.Row:
    """A niche that the asking account works on; to others it doesn't exist."""
    account, db = me(), connection()
    niche = niches.one(db, niche_id)
    if niche is None:
        abort(404)
    if account["role"] != "admin" and not niches.is_member(db, niche_id, account["id"]):
        abort(404)
    return niche


def _by_session() -> sqlite3.Row | None:
    number = session.get("account")
    if number is None:
        return None
    account = accounts.by_id(connection(), number)
    # A new password or role ends the sessions that began before it.
    if account is None or account["epoch"] != session.get("epoch"):
        return None
    return account
