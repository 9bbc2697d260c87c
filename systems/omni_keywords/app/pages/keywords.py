"""The table of a niche's keywords, and one keyword with the reasons for what is said of it."""

from __future__ import annotations

import sqlite3

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext

from systems.omni_keywords.app.access import actor, may, niche_or_404, requires
from systems.omni_keywords.app.correcting import correct, facts
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import KeywordForm
from systems.omni_keywords.app.keywords.analysis import analyse
from systems.omni_keywords.app.keywords.score import WEIGHTS
from systems.omni_keywords.app.listing import SORTS, Filters, all_of, page_of
from systems.omni_keywords.app.pages.imports import category_choices
from systems.omni_keywords.app.store import audit, keywords, niches, runs
from systems.omni_keywords.app.store.audit import Subject, record

blueprint = Blueprint("keywords", __name__)


@blueprint.get("/niches/<int:niche_id>/keywords")
@requires("viewer")
def table(niche_id: int) -> ResponseReturnValue:
    """A page of the keywords that were asked for."""
    niche, db = niche_or_404(niche_id), connection()
    filters = Filters.read(request.args)
    everything = all_of(db, niche)
    found = filters.pick(everything)
    return render_template(
        "keywords.html",
        niche=niche,
        filters=filters,
        total=len(everything),
        page=page_of(found, filters.page, filters.per_page),
        sorts=SORTS,
        categories=niches.categories(db, niche_id),
        category_names={one["id"]: one["name"] for one in niches.categories(db, niche_id)},
        cluster_names={one["id"]: one["name"] for one in keywords.clusters(db, niche_id)},
    )


@blueprint.route("/keywords/<int:keyword_id>", methods=["GET", "POST"])
@requires("viewer")
def one(keyword_id: int) -> ResponseReturnValue:
    """All that is known of a keyword; an editor corrects it here."""
    db = connection()
    row = _keyword_or_404(keyword_id)
    niche = niche_or_404(row["niche_id"])
    form = _form(row)
    if request.method == "POST":
        if not may("editor"):
            abort(403)
        if form.validate():
            return _save(row, niche, form)
    page = render_template(
        "keyword.html",
        niche=niche,
        keyword=analyse(row, niche["language"]),
        row=row,
        form=form,
        weights=WEIGHTS,
        category=niches.category(db, row["category_id"]) if row["category_id"] else None,
        cluster=keywords.cluster(db, row["cluster_id"]) if row["cluster_id"] else None,
        run=runs.one(db, row["run_id"]) if row["run_id"] else None,
        history=audit.of(db, "keyword", keyword_id),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/keywords/<int:keyword_id>/remove")
@requires("editor")
def remove(keyword_id: int) -> ResponseReturnValue:
    """Remove a keyword."""
    db, row = connection(), _keyword_or_404(keyword_id)
    niche = niche_or_404(row["niche_id"])
    with db:
        keywords.remove(db, keyword_id)
        subject = Subject("keyword", keyword_id, niche["id"])
        record(db, actor(), "remove", subject, before={"text": row["text"], **facts(row)})
    flash(gettext("“%(name)s” is removed.", name=row["text"]))
    return redirect(url_for("keywords.table", niche_id=niche["id"]))


def _keyword_or_404(keyword_id: int) -> sqlite3.Row:
    row = keywords.one(connection(), keyword_id)
    return row if row is not None else abort(404)


def _form(row: sqlite3.Row) -> KeywordForm:
    form = KeywordForm(
        data={
            "category": row["category_id"] or 0,
            "volume": "" if row["volume_estimated"] else _written(row["volume"]),
            "cpc": _written(row["cpc"]),
            "competition": _written(row["competition"]),
        }
    )
    form.category.choices = category_choices(row["niche_id"])
    return form


def _save(row: sqlite3.Row, niche: sqlite3.Row, form: KeywordForm) -> ResponseReturnValue:
    correct(
        connection(),
        actor(),
        row,
        niche["language"],
        category_id=form.category.data or None,
        volume=getattr(form.volume, "read", None),
        cpc=getattr(form.cpc, "read", None),
        competition=getattr(form.competition, "read", None),
    )
    flash(gettext("Saved."))
    return redirect(url_for("keywords.one", keyword_id=row["id"]))


def _written(value: float | None) -> str:
    return "" if value is None else format_decimal(value, format="0.####")
