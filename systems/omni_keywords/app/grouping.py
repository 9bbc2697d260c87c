"""Puts keywords into clusters by meaning, inside the request that asks for it."""

from __future__ import annotations

import sqlite3

import numpy as np

from systems.omni_keywords.app.keywords import clusters as meaning_clusters
from systems.omni_keywords.app.keywords.meaning import embed, packed, unpacked
from systems.omni_keywords.app.store import keywords


def group_keywords(
    db: sqlite3.Connection, niche_id: int, most: int, *, run_id: int | None = None
) -> int:
    """Group up to so many keywords (of one run, if named) and return how many it were.

    The meanings are computed before anything is written: nobody waits for a lock meanwhile.
    """
    waiting = keywords.ungrouped(db, niche_id, most, run_id)
    if not waiting:
        return 0
    texts = [row["text"] for row in waiting]
    vectors = embed(texts)
    with db:
        db.execute("BEGIN IMMEDIATE")
        there = keywords.clusters(db, niche_id)
        near = meaning_clusters.nearest(vectors, unpacked([row["centre"] for row in there]))
        joined = {there[index]["id"] for index in near if index is not None}
        for row, vector, index in zip(waiting, vectors, near, strict=True):
            if index is not None:
                keywords.place(db, row["id"], there[index]["id"], packed(vector))
        for cluster_id in sorted(joined):
            centre = meaning_clusters.centre(unpacked(keywords.vectors_of_cluster(db, cluster_id)))
            keywords.change_centre(db, cluster_id, packed(centre))
        left = np.array([i for i, index in enumerate(near) if index is None], dtype=int)
        for members in meaning_clusters.group(vectors[left]):
            rows = left[members]
            _make(db, niche_id, [waiting[i] for i in rows], vectors[rows])
    return len(waiting)


def _make(
    db: sqlite3.Connection, niche_id: int, members: list[sqlite3.Row], vectors: np.ndarray
) -> None:
    name = meaning_clusters.name([row["text"] for row in members], vectors)
    centre = packed(meaning_clusters.centre(vectors))
    cluster_id = keywords.add_cluster(db, niche_id, name, centre)
    for row, vector in zip(members, vectors, strict=True):
        keywords.place(db, row["id"], cluster_id, packed(vector))
