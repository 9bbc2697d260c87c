"""The first page, with every niche, and the search through all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from systems.omni_keywords.app.access import me, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.keywords.analysis import analyse
from systems.omni_keywords.app.keywords.words import fold
from systems.omni_keywords.app.listing import page_of
from systems.omni_keywords.app.store import keywords, niches, runs

blueprint = Blueprint("home", __name__)
_NEAR_PURCHASE = {"transactional", "commercial", "comparison"}


@dataclass
class Card:
    """What the first page says of a niche."""

    niche: Mapping[str, Any]
    keywords: int = 0
    searches: int = 0
    near_purchase: int = 0
    clusters: int = 0
    last_run: Mapping[str, Any] | None = None


@blueprint.get("/")
@requires("viewer")
def home() -> ResponseReturnValue:
    """Every niche that the account works on, with what there is in it."""
    db = connection()
    cards = {niche["id"]: Card(niche) for niche in niches.visible(db, me())}
    clusters: set[int] = set()
    for row in keywords.everything(db):
        card = cards.get(row["niche_id"])
        if card is None:
            continue
        one = analyse(row, card.niche["language"])
        card.keywords += 1
        card.searches += one.volume or 0
        card.near_purchase += one.intent.name in _NEAR_PURCHASE
        if one.cluster_id is not None and one.cluster_id not in clusters:
            clusters.add(one.cluster_id)
            card.clusters += 1
    for number, card in cards.items():
        card.last_run = next(iter(runs.of_niche(db, number)), None)
    return render_template("home.html", cards=list(cards.values()))


@blueprint.get("/search")
@requires("viewer")
def search() -> ResponseReturnValue:
    """Keywords of all niches that hold these words, accents or not."""
    db, q = connection(), request.args.get("q", "")[:100]
    mine = {niche["id"]: niche for niche in niches.visible(db, me())}
    found = []
    if needle := fold(q):
        rows = (row for row in keywords.everything(db) if row["niche_id"] in mine)
        found = [
            analyse(row, mine[row["niche_id"]]["language"])
            for row in rows
            if needle in row["folded"]
        ]
        found.sort(key=lambda one: (-one.score.value, one.folded))
    page = page_of(found, request.args.get("page", 1, type=int))
    by_niche = Counter(mine[one.niche_id]["name"] for one in found)
    return render_template(
        "search.html", q=q, page=page, niches=mine, by_niche=by_niche.most_common()
    )


def changed_query(**changes: object) -> str:
    """This page's address with other filters; None leaves a filter out."""
    asked = {**request.args.to_dict(), **{name: str(value) for name, value in changes.items()}}
    kept = {
        name: value for name, value in asked.items() if value and changes.get(name, 0) is not None
    }
    return f"{request.path}?{urlencode(kept)}"
