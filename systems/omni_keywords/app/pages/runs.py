"""Runs: what each one read and what became of it, and two of them side by side."""

from __future__ import annotations

import json

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from systems.omni_keywords.app.access import niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.listing import page_of
from systems.omni_keywords.app.store import accounts, niches, runs

blueprint = Blueprint("runs", __name__)
OUTCOMES = ("refused", "repeated", "added")
_SHOWN = 200


@blueprint.get("/niches/<int:niche_id>/runs")
@requires("viewer")
def every(niche_id: int) -> ResponseReturnValue:
    """All runs of a niche, the latest first."""
    niche, db = niche_or_404(niche_id), connection()
    page = page_of(runs.of_niche(db, niche_id), request.args.get("page", 1, type=int), 25)
    people = {
        run["account_id"]: accounts.any_by_id(db, run["account_id"])
        for run in page.items
        if run["account_id"]
    }
    return render_template("runs.html", niche=niche, page=page, people=people)


@blueprint.get("/runs/<int:run_id>")
@requires("viewer")
def one(run_id: int) -> ResponseReturnValue:
    """A run with every row that it read; the refused ones first."""
    db = connection()
    run = runs.one(db, run_id) or abort(404)
    niche = niche_or_404(run["niche_id"])
    rows = runs.rows(db, run_id)
    outcome = request.args.get("outcome", "")
    warned = [row for row in rows if row["outcome"] == "added" and row["reasons"]]
    if outcome == "warned":
        shown = warned
    elif outcome in OUTCOMES:
        shown = [row for row in rows if row["outcome"] == outcome]
    else:
        # What needs a look comes first.
        shown = sorted(rows, key=lambda row: (OUTCOMES.index(row["outcome"]), not row["reasons"]))
    return render_template(
        "run.html",
        niche=niche,
        run=run,
        notes=json.loads(run["notes"]),
        page=page_of(shown, request.args.get("page", 1, type=int)),
        outcome=outcome,
        warned=len(warned),
        category=niches.category(db, run["category_id"]) if run["category_id"] else None,
        person=accounts.any_by_id(db, run["account_id"]) if run["account_id"] else None,
        others=[other for other in runs.of_niche(db, niche["id"]) if other["id"] != run_id],
    )


@blueprint.get("/niches/<int:niche_id>/runs/compare")
@requires("viewer")
def compare(niche_id: int) -> ResponseReturnValue:
    """Which keywords two runs share, and which only one of them has."""
    niche, db = niche_or_404(niche_id), connection()
    every_run = runs.of_niche(db, niche_id)
    known = {run["id"]: run for run in every_run}
    first = known.get(request.args.get("first", 0, type=int))
    second = known.get(request.args.get("second", 0, type=int))
    parts = None
    if first is not None and second is not None:
        ours, theirs = _keywords(first["id"]), _keywords(second["id"])
        parts = {
            "first": sorted(ours[key] for key in ours.keys() - theirs.keys()),
            "both": sorted(ours[key] for key in ours.keys() & theirs.keys()),
            "second": sorted(theirs[key] for key in theirs.keys() - ours.keys()),
        }
    return render_template(
        "compare.html",
        niche=niche,
        runs=[run for run in every_run if run["kind"] != "grouping"],
        first=first,
        second=second,
        parts=parts,
        shown=_SHOWN,
    )


def _keywords(run_id: int) -> dict[str, str]:
    rows = runs.rows(connection(), run_id)
    return {row["folded"]: row["text"] for row in rows if row["outcome"] != "refused"}
