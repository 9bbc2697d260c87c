"""What to write for first, with the reason."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app import plots
from systems.omni_keywords.app.access import niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.keywords.opportunity import ADDS, opportunities
from systems.omni_keywords.app.listing import all_of, page_of

blueprint = Blueprint("opportunities", __name__)
_PLOTTED = 150


@blueprint.get("/niches/<int:niche_id>/opportunities")
@requires("viewer")
def every(niche_id: int) -> ResponseReturnValue:
    """The opportunities of a niche, the best first; all, or those for one reason."""
    niche = niche_or_404(niche_id)
    ranked = opportunities(all_of(connection(), niche))
    counts = Counter(reason for one in ranked for reason in one.reasons)
    reason = request.args.get("reason", "")
    if reason in ADDS:
        ranked = [one for one in ranked if reason in one.reasons]
    points = [
        plots.Point(
            one.keyword.text,
            one.keyword.volume or 0,
            one.keyword.score.value,
            one.keyword.intent.name,
        )
        for one in ranked[:_PLOTTED]
    ]
    return render_template(
        "opportunities.html",
        niche=niche,
        page=page_of(ranked, request.args.get("page", 1, type=int)),
        counts=counts,
        adds=ADDS,
        reason=reason if reason in ADDS else "",
        plotted=len(points),
        plot=plots.scatter(
            points,
            title=gettext("The best opportunities"),
            across=gettext("searches a month"),
            up=gettext("score"),
        ),
    )
