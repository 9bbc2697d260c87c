"""The clusters of a niche: keywords of one meaning, with a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import actor, may, niche_or_404, requires
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.forms import ClusterForm
from systems.omni_keywords.app.grouping import group_keywords
from systems.omni_keywords.app.keywords.analysis import Keyword
from systems.omni_keywords.app.listing import all_of, page_of
from systems.omni_keywords.app.settings import EMBEDDED_AT_GROUPING
from systems.omni_keywords.app.store import keywords, runs
from systems.omni_keywords.app.store.audit import Subject, record

blueprint = Blueprint("clusters", __name__)


@dataclass(frozen=True)
class Group:
    """A cluster and what is in it."""

    id: int
    name: str
    members: list[Keyword]

    @property
    def searches(self) -> int:
        """How often its keywords are searched for."""
        return sum(one.volume or 0 for one in self.members)

    @property
    def score(self) -> float:
        """The mean score of its keywords."""
        return sum(one.score.value for one in self.members) / len(self.members)

    @property
    def intent(self) -> str:
        """The commonest intent."""
        return Counter(one.intent.name for one in self.members).most_common(1)[0][0]


@blueprint.get("/niches/<int:niche_id>/clusters")
@requires("viewer")
def every(niche_id: int) -> ResponseReturnValue:
    """All clusters of a niche, the most searched first."""
    niche, db = niche_or_404(niche_id), connection()
    found = all_of(db, niche)
    groups = []
    for row in keywords.clusters(db, niche_id):
        members = [one for one in found if one.cluster_id == row["id"]]
        if members:
            groups.append(Group(row["id"], row["name"], members))
    groups.sort(key=lambda one: (-one.searches, one.name))
    return render_template(
        "clusters.html",
        niche=niche,
        page=page_of(groups, request.args.get("page", 1, type=int), 24),
        waiting=sum(one.cluster_id is None for one in found),
        at_once=EMBEDDED_AT_GROUPING,
        total=len(found),
    )


@blueprint.route("/clusters/<int:cluster_id>", methods=["GET", "POST"])
@requires("viewer")
def one(cluster_id: int) -> ResponseReturnValue:
    """The keywords of a cluster; an editor may call it otherwise."""
    db = connection()
    cluster = keywords.cluster(db, cluster_id) or abort(404)
    niche = niche_or_404(cluster["niche_id"])
    form = ClusterForm(data={"name": cluster["name"]})
    if request.method == "POST":
        if not may("editor"):
            abort(403)
        if form.validate():
            with db:
                keywords.rename_cluster(db, cluster_id, form.name.data or "")
                record(
                    db,
                    actor(),
                    "change",
                    Subject("cluster", cluster_id, niche["id"]),
                    before={"name": cluster["name"]},
                    after={"name": form.name.data},
                )
            flash(gettext("Saved."))
            return redirect(url_for("clusters.one", cluster_id=cluster_id))
    members = [one for one in all_of(db, niche) if one.cluster_id == cluster_id]
    members.sort(key=lambda one: (-one.score.value, one.folded))
    page = render_template("cluster.html", niche=niche, cluster=cluster, members=members, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/niches/<int:niche_id>/clusters")
@requires("editor")
def group(niche_id: int) -> ResponseReturnValue:
    """Group more keywords, inside this request."""
    niche, db = niche_or_404(niche_id), connection()
    with db:
        run_id = runs.start(db, niche["id"], actor().id, "grouping")
        record(db, actor(), "start", Subject("run", run_id, niche_id), after={"kind": "grouping"})
    grouped = group_keywords(db, niche_id, EMBEDDED_AT_GROUPING)
    with db:
        runs.finish(db, run_id, grouped=grouped, rows_read=grouped)
        record(db, actor(), "finish", Subject("run", run_id, niche_id), after={"grouped": grouped})
    flash(gettext("%(count)s keywords were grouped by their meaning.", count=grouped))
    return redirect(url_for("clusters.every", niche_id=niche_id))
