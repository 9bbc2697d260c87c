"""A niche: its overview, its making, changing and removal, and who works on it."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app import labels, plots
from systems.omni_keywords.app.access import actor, me, niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import MembersForm, NicheForm, offered
from systems.omni_keywords.app.keywords.intent import INTENTS, PHASES
from systems.omni_keywords.app.keywords.opportunity import opportunities
from systems.omni_keywords.app.listing import all_of
from systems.omni_keywords.app.store import accounts, niches, runs
from systems.omni_keywords.app.store.audit import Subject, record

blueprint = Blueprint("niches", __name__)
_FIELDS = ("name", "description", "language", "currency")


@blueprint.route("/niches/new", methods=["GET", "POST"])
@requires("editor")
def new() -> ResponseReturnValue:
    """Make a niche; who makes it works on it."""
    form = NicheForm()
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else 422
        return render_template("niche_form.html", form=form, niche=None), status
    db, values = connection(), _values(form)
    with db:
        number = niches.add(db, **values)
        niches.set_members(db, number, [me()["id"]])
        record(db, actor(), "add", Subject("niche", number, number), after=values)
    flash(gettext("The niche is there. Import its first keywords now."))
    return redirect(url_for("imports.new", niche_id=number))


@blueprint.get("/niches/<int:niche_id>")
@requires("viewer")
def overview(niche_id: int) -> ResponseReturnValue:
    """What there is in a niche, at a glance."""
    niche, db = niche_or_404(niche_id), connection()
    found = all_of(db, niche)
    by_intent = Counter(one.intent.name for one in found)
    by_phase = Counter(one.phase for one in found)
    return render_template(
        "niche.html",
        niche=niche,
        found=found,
        estimated=sum(one.volume_estimated for one in found),
        searches=sum(one.volume or 0 for one in found),
        clusters={one.cluster_id for one in found if one.cluster_id is not None},
        intents=plots.bars(
            [plots.Bar(str(labels.INTENTS[name]), by_intent[name], name) for name in INTENTS],
            title=gettext("Keywords by intent"),
        ),
        phases=plots.bars(
            [plots.Bar(str(labels.PHASES[name]), by_phase[name], name) for name in PHASES],
            title=gettext("Keywords by phase of the funnel"),
        ),
        volumes=plots.volumes(
            [one.volume for one in found], title=gettext("Keywords by searches a month")
        ),
        best=opportunities(found)[:8],
        categories=niches.categories(db, niche_id),
        in_category=Counter(one.category_id for one in found),
        runs=runs.of_niche(db, niche_id)[:5],
    )


@blueprint.route("/niches/<int:niche_id>/edit", methods=["GET", "POST"])
@requires("editor")
def edit(niche_id: int) -> ResponseReturnValue:
    """Change what a niche is called, its language and its currency."""
    niche, db = niche_or_404(niche_id), connection()
    form = NicheForm(data=dict(niche))
    if not form.validate_on_submit():
        status = 200 if request.method == "GET" else 422
        return _settings(niche, form, status)
    before, after = {name: niche[name] for name in _FIELDS}, _values(form)
    with db:
        niches.change(db, niche_id, **after)
        record(
            db, actor(), "change", Subject("niche", niche_id, niche_id), before=before, after=after
        )
    flash(gettext("Saved."))
    return redirect(url_for("niches.overview", niche_id=niche_id))


@blueprint.post("/niches/<int:niche_id>/members")
@requires("admin")
def members(niche_id: int) -> ResponseReturnValue:
    """Say who works on a niche."""
    niche, db = niche_or_404(niche_id), connection()
    form = _members_form(niche_id)
    if not form.validate_on_submit():
        return _settings(niche, NicheForm(formdata=None, data=dict(niche)), 422)
    before = niches.members(db, niche_id)
    with db:
        niches.set_members(db, niche_id, form.members.data or [])
        record(
            db,
            actor(),
            "change",
            Subject("members", niche_id, niche_id),
            before={"members": before},
            after={"members": sorted(form.members.data or [])},
        )
    flash(gettext("Saved."))
    return redirect(url_for("niches.edit", niche_id=niche_id))


@blueprint.post("/niches/<int:niche_id>/remove")
@requires("admin")
def remove(niche_id: int) -> ResponseReturnValue:
    """Remove a niche with all that is in it."""
    niche, db = niche_or_404(niche_id), connection()
    with db:
        before = {name: niche[name] for name in _FIELDS}
        niches.remove(db, niche_id)
        record(db, actor(), "remove", Subject("niche", niche_id, niche_id), before=before)
    flash(gettext("“%(name)s” is removed.", name=niche["name"]))
    return redirect("/")


def _values(form: NicheForm) -> dict[str, str]:
    return {name: getattr(form, name).data or "" for name in _FIELDS}


def _members_form(niche_id: int) -> MembersForm:
    form = MembersForm(data={"members": niches.members(connection(), niche_id)})
    form.members.choices = offered(
        (one["id"], one["name"])
        for one in accounts.everyone(connection())
        if one["role"] != "admin" and one["active"]
    )
    return form


def _settings(niche: object, form: NicheForm, status: int) -> ResponseReturnValue:
    number = niche["id"]  # type: ignore[index]
    people = _members_form(number) if me()["role"] == "admin" else None
    return render_template("niche_form.html", form=form, niche=niche, members=people), status
