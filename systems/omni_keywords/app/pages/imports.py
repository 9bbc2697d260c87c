"""Bringing keywords: a file or a pasted list becomes a run that tells what became of each row."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from systems.omni_keywords.app.access import actor, niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import ImportForm, offered
from systems.omni_keywords.app.importing import Import, run_import
from systems.omni_keywords.app.settings import EMBEDDED_AT_IMPORT, ROWS_AT_ONCE
from systems.omni_keywords.app.store import niches

blueprint = Blueprint("imports", __name__)


@blueprint.route("/niches/<int:niche_id>/import", methods=["GET", "POST"])
@requires("editor")
def new(niche_id: int) -> ResponseReturnValue:
    """Import, then show the run."""
    niche = niche_or_404(niche_id)
    form = ImportForm()
    form.category.choices = category_choices(niche_id)
    if not form.validate_on_submit():
        page = render_template(
            "import.html",
            niche=niche,
            form=form,
            embedded=EMBEDDED_AT_IMPORT,
            rows=ROWS_AT_ONCE,
        )
        return page, 200 if request.method == "GET" else 422
    source, content = _brought(form)
    asked = Import(
        niche_id=niche_id,
        language=niche["language"],
        reader=form.reader.data,
        source=source,
        content=content,
        category_id=form.category.data or None,
        first_row=form.first_row.data or 1,
    )
    run_id = run_import(connection(), actor(), asked)
    return redirect(url_for("runs.one", run_id=run_id))


def category_choices(niche_id: int) -> list[SelectChoice]:
    """The categories that a form offers."""
    every = niches.categories(connection(), niche_id)
    return offered([(0, gettext("none")), *((one["id"], one["name"]) for one in every)])


def _brought(form: ImportForm) -> tuple[str, Any]:
    file = form.file.data
    if file and file.filename:
        return file.filename, file.read()
    return gettext("pasted list"), form.pasted.data
