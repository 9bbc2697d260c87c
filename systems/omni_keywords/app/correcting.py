"""Corrects what is known of a keyword, by a page or by the API, and writes it down."""

from __future__ import annotations

import sqlite3
from typing import Any

from systems.omni_keywords.app.keywords.volume import estimate
from systems.omni_keywords.app.store import keywords
from systems.omni_keywords.app.store.audit import Actor, Subject, record


def facts(row: sqlite3.Row) -> dict[str, Any]:
    """What can be corrected of a keyword, as the audit log keeps it."""
    return {name: row[name] for name in (*keywords.EDITABLE, "volume_estimated")}


def correct(
    db: sqlite3.Connection,
    actor: Actor,
    row: sqlite3.Row,
    language: str,
    *,
    category_id: int | None,
    volume: int | None,
    cpc: float | None,
    competition: float | None,
) -> None:
    """Keep what a person says of a keyword; a volume that nobody knows is estimated again."""
    after = {
        "category_id": category_id,
        "volume": estimate(row["text"], language) if volume is None else volume,
        "cpc": cpc,
        "competition": competition,
    }
    with db:
        keywords.change(db, row["id"], estimated=volume is None, **after)
        record(
            db,
            actor,
            "change",
            Subject("keyword", row["id"], row["niche_id"]),
            before=facts(row),
            after={**after, "volume_estimated": int(volume is None)},
        )
