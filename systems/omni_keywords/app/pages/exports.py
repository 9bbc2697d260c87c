"""Taking keywords along: what the table shows, as a file."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from systems.omni_keywords.app.access import actor, niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.exporting import FORMATS, records
from systems.omni_keywords.app.keywords.words import fold
from systems.omni_keywords.app.listing import Filters, all_of
from systems.omni_keywords.app.store import keywords, niches
from systems.omni_keywords.app.store.audit import Subject, record

blueprint = Blueprint("exports", __name__)


@blueprint.get("/niches/<int:niche_id>/export.<kind>")
@requires("viewer")
def export(niche_id: int, kind: str) -> ResponseReturnValue:
    """Every keyword that the filters leave, in the order of the table."""
    niche, db = niche_or_404(niche_id), connection()
    if kind not in FORMATS:
        abort(404)
    found = Filters.read(request.args).pick(all_of(db, niche))
    categories = {one["id"]: one["name"] for one in niches.categories(db, niche_id)}
    clusters = {one["id"]: one["name"] for one in keywords.clusters(db, niche_id)}
    write, media = FORMATS[kind]
    content = write(list(records(found, categories, clusters)))
    with db:
        after = {"format": kind, "keywords": len(found)}
        record(db, actor(), "export", Subject("niche", niche_id, niche_id), after=after)
    answer = Response(content, content_type=media)
    name = re.sub(r"[^a-z0-9]+", "-", fold(niche["name"])).strip("-") or "keywords"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
