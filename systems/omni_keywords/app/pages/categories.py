"""The categories of a niche."""

from __future__ import annotations

import sqlite3
from collections import Counter

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import actor, niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import CategoryForm
from systems.omni_keywords.app.store import keywords, niches
from systems.omni_keywords.app.store.audit import Subject, record

blueprint = Blueprint("categories", __name__)


@blueprint.route("/niches/<int:niche_id>/categories", methods=["GET", "POST"])
@requires("viewer")
def every(niche_id: int) -> ResponseReturnValue:
    """All categories of a niche; an editor makes another one here."""
    niche, db = niche_or_404(niche_id), connection()
    form = CategoryForm()
    if request.method == "POST":
        return _add(niche, form)
    return _page(niche, form, db)


@blueprint.route("/categories/<int:category_id>", methods=["GET", "POST"])
@requires("editor")
def edit(category_id: int) -> ResponseReturnValue:
    """Change what a category is called and whom it is for."""
    db = connection()
    category = _category_or_404(category_id)
    niche = niche_or_404(category["niche_id"])
    form = CategoryForm(data=dict(category))
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else 422
        return render_template("category.html", niche=niche, category=category, form=form), status
    before = {"name": category["name"], "audience": category["audience"]}
    after = {"name": form.name.data, "audience": form.audience.data or ""}
    with db:
        niches.change_category(db, category_id, after["name"], after["audience"])
        subject = Subject("category", category_id, niche["id"])
        record(db, actor(), "change", subject, before=before, after=after)
    flash(gettext("Saved."))
    return redirect(url_for("categories.every", niche_id=niche["id"]))


@blueprint.post("/categories/<int:category_id>/remove")
@requires("editor")
def remove(category_id: int) -> ResponseReturnValue:
    """Remove a category; its keywords stay."""
    db = connection()
    category = _category_or_404(category_id)
    niche = niche_or_404(category["niche_id"])
    with db:
        niches.remove_category(db, category_id)
        subject = Subject("category", category_id, niche["id"])
        record(db, actor(), "remove", subject, before={"name": category["name"]})
    flash(gettext("“%(name)s” is removed.", name=category["name"]))
    return redirect(url_for("categories.every", niche_id=niche["id"]))


def _category_or_404(category_id: int) -> sqlite3.Row:
    category = niches.category(connection(), category_id)
    return category if category is not None else abort(404)


@requires("editor")
def _add(niche: sqlite3.Row, form: CategoryForm) -> ResponseReturnValue:
    db = connection()
    if not form.validate_on_submit():
        return _page(niche, form, db, status=422)
    values = {"name": form.name.data, "audience": form.audience.data or ""}
    with db:
        number = niches.add_category(db, niche["id"], values["name"], values["audience"])
        record(db, actor(), "add", Subject("category", number, niche["id"]), after=values)
    flash(gettext("Saved."))
    return redirect(url_for("categories.every", niche_id=niche["id"]))


def _page(
    niche: sqlite3.Row, form: CategoryForm, db: sqlite3.Connection, status: int = 200
) -> ResponseReturnValue:
    counts = Counter(row["category_id"] for row in keywords.of_niche(db, niche["id"]))
    every_one = niches.categories(db, niche["id"])
    page = render_template(
        "categories.html", niche=niche, categories=every_one, counts=counts, form=form
    )
    return page, status
