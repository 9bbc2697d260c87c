"""What programs may read."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from systems.omni_keywords.app.access import me, niche_or_404
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.keywords.analysis import Keyword, analyse
from systems.omni_keywords.app.keywords.opportunity import opportunities
from systems.omni_keywords.app.listing import Filters, Page, all_of, page_of
from systems.omni_keywords.app.store import keywords, niches, runs

_RUN = (
    "id niche_id category_id kind status source rows_read added repeated refused grouped"
    " started_at finished_at"
).split()


def every_niche() -> ResponseReturnValue:
    """The niches that the account works on."""
    return jsonify(niches=[_niche(one) for one in niches.visible(connection(), me())])


def one_niche(niche_id: int) -> ResponseReturnValue:
    """A niche with its categories."""
    niche = niche_or_404(niche_id)
    categories = [
        {"id": one["id"], "name": one["name"], "audience": one["audience"]}
        for one in niches.categories(connection(), niche_id)
    ]
    return jsonify({**_niche(niche), "categories": categories})


def niche_keywords(niche_id: int) -> ResponseReturnValue:
    """A page of a niche's keywords, by the filters of the table."""
    niche = niche_or_404(niche_id)
    filters = Filters.read(request.args)
    found = filters.pick(all_of(connection(), niche))
    page = page_of(found, filters.page, filters.per_page)
    return jsonify(keywords=[keyword(one) for one in page.items], **_where(page))


def one_keyword(keyword_id: int) -> ResponseReturnValue:
    """A keyword."""
    row = keywords.one(connection(), keyword_id) or abort(404)
    niche = niche_or_404(row["niche_id"])
    return jsonify(keyword(analyse(row, niche["language"])))


def niche_clusters(niche_id: int) -> ResponseReturnValue:
    """The clusters of a niche and how many keywords each has."""
    niche, db = niche_or_404(niche_id), connection()
    counts = Counter(one.cluster_id for one in all_of(db, niche))
    found = [
        {"id": row["id"], "name": row["name"], "keywords": counts[row["id"]]}
        for row in keywords.clusters(db, niche_id)
        if counts[row["id"]]
    ]
    return jsonify(clusters=sorted(found, key=lambda one: (-one["keywords"], one["name"])))


def niche_opportunities(niche_id: int) -> ResponseReturnValue:
    """What to write for first, and why."""
    niche = niche_or_404(niche_id)
    filters = Filters.read(request.args)
    ranked = opportunities(all_of(connection(), niche))
    page = page_of(ranked, filters.page, filters.per_page)
    found = [
        {"keyword": keyword(one.keyword), "points": one.points, "reasons": list(one.reasons)}
        for one in page.items
    ]
    return jsonify(opportunities=found, **_where(page))


def one_run(run_id: int) -> ResponseReturnValue:
    """A run with every row that wasn't simply added."""
    db = connection()
    run = runs.one(db, run_id) or abort(404)
    niche_or_404(run["niche_id"])
    rows = [
        {
            "row": row["number"],
            "text": row["text"],
            "outcome": row["outcome"],
            "reasons": row["reasons"].split(),
        }
        for row in runs.rows(db, run_id)
        if row["reasons"]
    ]
    notes = [note[0] for note in json.loads(run["notes"])]
    return jsonify({**{name: run[name] for name in _RUN}, "notes": notes, "rows": rows})


def keyword(one: Keyword) -> dict[str, Any]:
    """A keyword as programs see it."""
    return {
        "id": one.id,
        "niche_id": one.niche_id,
        "category_id": one.category_id,
        "cluster_id": one.cluster_id,
        "run_id": one.run_id,
        "text": one.text,
        "volume": one.volume,
        "volume_estimated": one.volume_estimated,
        "cpc": one.cpc,
        "competition": one.competition,
        "intent": {"name": one.intent.name, "signal": one.intent.signal or None},
        "phase": one.phase,
        "score": {
            "value": one.score.value,
            "parts": one.score.parts,
            "missing": list(one.score.missing),
        },
    }


def _niche(row: sqlite3.Row) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "name", "description", "language", "currency")}


def _where(page: Page) -> dict[str, int]:
    return {"total": page.total, "page": page.number, "pages": page.last}


ROUTES = {
    "/niches": every_niche,
    "/niches/<int:niche_id>": one_niche,
    "/niches/<int:niche_id>/keywords": niche_keywords,
    "/niches/<int:niche_id>/clusters": niche_clusters,
    "/niches/<int:niche_id>/opportunities": niche_opportunities,
    "/keywords/<int:keyword_id>": one_keyword,
    "/runs/<int:run_id>": one_run,
}
