"""Keywords and their clusters."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from systems.omni_keywords.app.database import now

COLUMNS = (
    "id, niche_id, category_id, run_id, cluster_id, text, folded, source, volume,"
    " volume_estimated, cpc, competition, created_at"
)
EDITABLE = ("category_id", "volume", "cpc", "competition")


def of_niche(db: sqlite3.Connection, niche_id: int) -> list[sqlite3.Row]:
    """All keywords of a niche."""
    statement = f"SELECT {COLUMNS} FROM keywords WHERE niche_id = ?"  # noqa: S608
    return db.execute(statement, (niche_id,)).fetchall()


def everything(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """All keywords that there are."""
    return db.execute(f"SELECT {COLUMNS} FROM keywords").fetchall()  # noqa: S608


def one(db: sqlite3.Connection, keyword_id: int) -> sqlite3.Row | None:
    """A keyword."""
    statement = f"SELECT {COLUMNS} FROM keywords WHERE id = ?"  # noqa: S608
    found: sqlite3.Row | None = db.execute(statement, (keyword_id,)).fetchone()
    return found


def known(db: sqlite3.Connection, niche_id: int) -> set[str]:
    """What the niche has already, as it is compared."""
    statement = "SELECT folded FROM keywords WHERE niche_id = ?"
    return {row[0] for row in db.execute(statement, (niche_id,))}


def add(db: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Add keywords: niche, category, run, text, folded, source, volume, estimated, cpc, ..."""
    db.executemany(
        "INSERT INTO keywords (niche_id, category_id, run_id, text, folded, source, volume,"
        " volume_estimated, cpc, competition, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def change(
    db: sqlite3.Connection,
    keyword_id: int,
    *,
    category_id: int | None,
    volume: int | None,
    estimated: bool,
    cpc: float | None,
    competition: float | None,
) -> None:
    """Correct what is known of a keyword."""
    db.execute(
        "UPDATE keywords SET category_id = ?, volume = ?, volume_estimated = ?, cpc = ?,"
        " competition = ? WHERE id = ?",
        (category_id, volume, int(estimated), cpc, competition, keyword_id),
    )


def remove(db: sqlite3.Connection, keyword_id: int) -> None:
    """Remove a keyword."""
    db.execute("DELETE FROM keywords WHERE id = ?", (keyword_id,))


def clusters(db: sqlite3.Connection, niche_id: int) -> list[sqlite3.Row]:
    """The clusters of a niche."""
    statement = "SELECT id, niche_id, name, centre FROM clusters WHERE niche_id = ?"
    return db.execute(statement, (niche_id,)).fetchall()


def cluster(db: sqlite3.Connection, cluster_id: int) -> sqlite3.Row | None:
    """A cluster."""
    statement = "SELECT id, niche_id, name FROM clusters WHERE id = ?"
    found: sqlite3.Row | None = db.execute(statement, (cluster_id,)).fetchone()
    return found


def add_cluster(db: sqlite3.Connection, niche_id: int, name: str, centre: bytes) -> int:
    """Make a cluster and return its number."""
    made = db.execute(
        "INSERT INTO clusters (niche_id, name, centre, created_at) VALUES (?, ?, ?, ?)",
        (niche_id, name, centre, now()),
    )
    return int(made.lastrowid or 0)


def rename_cluster(db: sqlite3.Connection, cluster_id: int, name: str) -> None:
    """Call a cluster otherwise."""
    db.execute("UPDATE clusters SET name = ? WHERE id = ?", (name, cluster_id))


def change_centre(db: sqlite3.Connection, cluster_id: int, centre: bytes) -> None:
    """Say where a cluster's centre is now."""
    db.execute("UPDATE clusters SET centre = ? WHERE id = ?", (centre, cluster_id))


def vectors_of_cluster(db: sqlite3.Connection, cluster_id: int) -> list[bytes]:
    """The meanings of a cluster's keywords."""
    statement = "SELECT vector FROM keywords WHERE cluster_id = ? AND vector IS NOT NULL"
    return [row[0] for row in db.execute(statement, (cluster_id,))]


def ungrouped(
    db: sqlite3.Connection, niche_id: int, most: int, run_id: int | None = None
) -> list[sqlite3.Row]:
    """Keywords that have no meaning computed yet, the most searched first."""
    return db.execute(
        "SELECT id, text FROM keywords WHERE niche_id = ? AND vector IS NULL"
        " AND (? IS NULL OR run_id = ?) ORDER BY volume DESC, id LIMIT ?",
        (niche_id, run_id, run_id, most),
    ).fetchall()


def place(db: sqlite3.Connection, keyword_id: int, cluster_id: int, vector: bytes) -> None:
    """Put a keyword into a cluster, with its meaning."""
    db.execute(
        "UPDATE keywords SET cluster_id = ?, vector = ? WHERE id = ?",
        (cluster_id, vector, keyword_id),
    )
