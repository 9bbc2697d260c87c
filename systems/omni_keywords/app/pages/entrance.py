"""Coming in, going out, and choosing a language."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import current_account, enter, leave
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import LoginForm
from systems.omni_keywords.app.language import COOKIE, LANGUAGES, local_path
from systems.omni_keywords.app.passwords import matches
from systems.omni_keywords.app.store import accounts
from systems.omni_keywords.app.store.audit import Actor, Subject, record
from systems.omni_keywords.app.throttle import is_throttled

blueprint = Blueprint("entrance", __name__)
_YEAR = 365 * 24 * 3600


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Ask who somebody is; after too many wrong passwords, ask no more for a while."""
    following = local_path(request.args.get("next"))
    if current_account() is not None:
        return redirect(following)
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("login.html", form=form), 200 if request.method == "GET" else 422
    db, email = connection(), form.email.data or ""
    address = request.remote_addr or ""
    if is_throttled(db, email, address):
        abort(429)
    account = accounts.by_email(db, email)
    usable = account is not None and account["active"]
    right = matches(account["password"] if account and usable else None, form.password.data or "")
    with db:
        if account is None or not right:
            accounts.failed(db, email, address)
        else:
            accounts.forget_failures(db, email)
            who = Actor(account["id"], account["email"])
            record(db, who, "log_in", Subject("account", account["id"]))
    if account is None or not right:
        form.password.errors = [gettext("The e-mail or the password is wrong.")]
        return render_template("login.html", form=form), 422
    enter(account)
    return redirect(following)


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    """End the session."""
    leave()
    flash(gettext("You are logged out."))
    return redirect("/login")


@blueprint.post("/language")
def language() -> ResponseReturnValue:
    """Keep the visitor's choice of a language in a cookie."""
    answer = redirect(local_path(request.form.get("next")))
    if request.form.get("language") in LANGUAGES:
        answer.set_cookie(
            COOKIE, request.form["language"], max_age=_YEAR, samesite="Lax", httponly=True
        )
    return answer


@blueprint.get("/health")
def health() -> Response:
    """Say that the system can serve: the database answers."""
    connection().execute("SELECT 1").fetchone()
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Where the picture for the browser's tab is."""
    return redirect("/static/mark.svg", 301)
