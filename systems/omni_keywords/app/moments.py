"""Times as the database keeps them."""

from __future__ import annotations

from datetime import datetime


def moment(kept: str) -> datetime:
    """The time that was kept."""
    return datetime.fromisoformat(kept)
