"""Making more of a keyword: suggestions to choose from, then a run that adds the chosen ones."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import actor, niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import ExpandForm
from systems.omni_keywords.app.importing import Import, run_import
from systems.omni_keywords.app.keywords.expand import Patterns, Provider, expand
from systems.omni_keywords.app.keywords.suggestions import OpenSearchSuggestions
from systems.omni_keywords.app.keywords.words import fold
from systems.omni_keywords.app.pages.imports import category_choices
from systems.omni_keywords.app.settings import MOST_EXPANSIONS
from systems.omni_keywords.app.store import keywords

blueprint = Blueprint("expansion", __name__)


@blueprint.route("/niches/<int:niche_id>/expand", methods=["GET", "POST"])
@requires("editor")
def new(niche_id: int) -> ResponseReturnValue:
    """Ask which keywords to expand and how, then show what that gives."""
    niche = niche_or_404(niche_id)
    form = ExpandForm()
    form.category.choices = category_choices(niche_id)
    if request.method == "GET":
        form.keywords.data = request.args.get("keyword", "")[:100]
        form.category.data = request.args.get("category", 0, type=int)
    service = current_app.config["SETTINGS"].suggestions_url
    suggestions, failed, repeated = None, [], 0
    if form.validate_on_submit():
        providers: list[Provider] = [
            Patterns(kind, datetime.now(UTC).year) for kind in form.kinds.data or []
        ]
        if service:
            providers.append(OpenSearchSuggestions(service))
        asked = (form.keywords.data or "").splitlines()
        found, failed = expand(asked, niche["language"], providers, MOST_EXPANSIONS)
        known = keywords.known(connection(), niche_id)
        suggestions = [one for one in found if fold(one.text) not in known]
        repeated = len(found) - len(suggestions)
    page = render_template(
        "expand.html",
        niche=niche,
        form=form,
        suggestions=suggestions,
        failed=failed,
        repeated=repeated,
        service=bool(service),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/niches/<int:niche_id>/expand/add")
@requires("editor")
def add(niche_id: int) -> ResponseReturnValue:
    """Add the suggestions that were chosen."""
    niche = niche_or_404(niche_id)
    chosen = request.form.getlist("keyword")[:MOST_EXPANSIONS]
    category = request.form.get("category", 0, type=int)
    allowed = {choice.value for choice in category_choices(niche_id)}
    asked = Import(
        niche_id=niche_id,
        language=niche["language"],
        reader="text",
        source=gettext("%(count)s suggestions", count=len(chosen)),
        content="\n".join(text.replace("\n", " ") for text in chosen),
        category_id=category if category and category in allowed else None,
        kind="expansion",
    )
    run_id = run_import(connection(), actor(), asked)
    return redirect(url_for("runs.one", run_id=run_id))
