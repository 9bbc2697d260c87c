"""Accounts and their roles: an administrator's work."""

from __future__ import annotations

import sqlite3

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import actor, me, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import PersonForm
from systems.omni_keywords.app.passwords import hashed
from systems.omni_keywords.app.store import accounts
from systems.omni_keywords.app.store.audit import Subject, record

blueprint = Blueprint("people", __name__)


@blueprint.route("/people", methods=["GET", "POST"])
@requires("admin")
def every() -> ResponseReturnValue:
    """All accounts, and a form for another one."""
    db, form = connection(), PersonForm()
    if form.validate_on_submit():
        values = {"name": form.name.data, "email": form.email.data, "role": form.role.data}
        try:
            with db:
                number = accounts.add(db, password_hash=hashed(form.password.data or ""), **values)
                record(db, actor(), "add", Subject("account", number), after=values)
        except sqlite3.IntegrityError:
            form.email.errors = [gettext("Somebody has this address already.")]
        else:
            flash(gettext("The account is there."))
            return redirect(url_for("people.every"))
    everyone = accounts.everyone(db)
    page = render_template("people.html", people=everyone, form=form, roles=accounts.ROLES)
    return page, 422 if form.errors else 200


@blueprint.post("/people/<int:account_id>")
@requires("admin")
def change(account_id: int) -> ResponseReturnValue:
    """Give somebody another role, or close their account."""
    db = connection()
    person = accounts.any_by_id(db, account_id) or abort(404)
    role = request.form.get("role", "")
    active = request.form.get("active") == "1"
    if role not in accounts.ROLES:
        abort(400)
    if account_id == me()["id"]:
        # Else the last administrator could lock everybody out.
        flash(gettext("Your own role is for another administrator to change."))
        return redirect(url_for("people.every"))
    with db:
        accounts.change_role(db, account_id, role, active=active)
        record(
            db,
            actor(),
            "change",
            Subject("account", account_id),
            before={"role": person["role"], "active": person["active"]},
            after={"role": role, "active": int(active)},
        )
    flash(gettext("Saved."))
    return redirect(url_for("people.every"))
