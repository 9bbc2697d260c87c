"""One's own account: the password, and keys for programs."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import actor, enter, me, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import PasswordForm, TokenForm
from systems.omni_keywords.app.passwords import hashed, matches
from systems.omni_keywords.app.store import accounts
from systems.omni_keywords.app.store.audit import Subject, record
from systems.omni_keywords.app.throttle import is_throttled

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@requires("viewer")
def mine() -> ResponseReturnValue:
    """The account's page."""
    return _page(PasswordForm(), TokenForm())


@blueprint.post("/account/password")
@requires("viewer")
def password() -> ResponseReturnValue:
    """Change the password; every other session of the account ends."""
    db, form, who = connection(), PasswordForm(), me()
    if not form.validate_on_submit():
        return _page(form, TokenForm(formdata=None)), 422
    address = request.remote_addr or ""
    if is_throttled(db, who["email"], address):
        abort(429)
    if not matches(who["password"], form.current.data or ""):
        with db:
            accounts.failed(db, who["email"], address)
        form.current.errors = [gettext("This isn't your current password.")]
        return _page(form, TokenForm(formdata=None)), 422
    with db:
        accounts.change_password(db, who["id"], hashed(form.fresh.data or ""))
        record(db, actor(), "change", Subject("password", who["id"]))
    renewed = accounts.by_id(db, who["id"])
    if renewed is not None:
        enter(renewed)
    flash(gettext("The password is changed; other sessions of yours have ended."))
    return redirect(url_for("account.mine"))


@blueprint.post("/account/tokens")
@requires("viewer")
def add_token() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    db, form, who = connection(), TokenForm(), me()
    if not form.validate_on_submit():
        return _page(PasswordForm(formdata=None), form), 422
    name = form.token_name.data or ""
    with db:
        token = accounts.add_token(db, who["id"], name)
        record(db, actor(), "add", Subject("token", None), after={"name": name})
    return _page(PasswordForm(formdata=None), TokenForm(formdata=None), token)


@blueprint.post("/account/tokens/<int:token_id>/remove")
@requires("viewer")
def remove_token(token_id: int) -> ResponseReturnValue:
    """Take a key back."""
    db = connection()
    with db:
        if not accounts.remove_token(db, me()["id"], token_id):
            abort(404)
        record(db, actor(), "remove", Subject("token", token_id))
    flash(gettext("The key opens nothing any more."))
    return redirect(url_for("account.mine"))


def _page(passwords: PasswordForm, keys: TokenForm, token: str = "") -> str:
    every = accounts.tokens(connection(), me()["id"])
    return render_template(
        "account.html", passwords=passwords, keys=keys, tokens=every, token=token
    )
