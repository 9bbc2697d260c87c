"""The audit log, for administrators."""

from __future__ import annotations

import json

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from systems.omni_keywords.app import labels
from systems.omni_keywords.app.access import requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.listing import page_of
from systems.omni_keywords.app.store import audit, niches

blueprint = Blueprint("audit", __name__)
blueprint.add_app_template_filter(lambda text: json.loads(text) if text else {}, "from_json")


@blueprint.get("/audit")
@requires("admin")
def log() -> ResponseReturnValue:
    """Who changed what, the latest first."""
    entries = audit.everything(connection())
    kind = request.args.get("kind", "")
    if kind in labels.OBJECTS:
        entries = [entry for entry in entries if entry["kind"] == kind]
    page = page_of(entries, request.args.get("page", 1, type=int), audit.PAGE)
    names = {}
    for entry in page.items:
        if entry["niche_id"] and (niche := niches.one(connection(), entry["niche_id"])):
            names[entry["niche_id"]] = niche["name"]
    return render_template(
        "audit.html", page=page, kind=kind, kinds=labels.OBJECTS, niche_names=names
    )
