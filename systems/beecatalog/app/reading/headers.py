"""Which column is which: people name them in many ways, in two languages."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from systems.beecatalog.app.checks.words import folded

SYNONYMS = Path(__file__).resolve().parents[2] / "data" / "headers.json"
WITHIN = 10
"""Rows in which a header may stand: many files begin with a title."""


def plain(label: str) -> str:
    """A label without accents, case and punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", folded(label)).strip()


@cache
def known() -> dict[str, str]:
    """Field by plain label."""
    synonyms = json.loads(SYNONYMS.read_text(encoding="utf-8"))
    return {plain(label): field for field, labels in synonyms.items() for label in labels}


def fields_of(cells: list[str]) -> dict[int, str]:
    """Field by column number; the first of two columns with one meaning counts."""
    found: dict[int, str] = {}
    for number, label in enumerate(cells):
        field = known().get(plain(label)) if len(label) < 100 else None
        if field and field not in found.values():
            found[number] = field
    return found


def is_header(fields: dict[int, str]) -> bool:
    """Whether these columns are enough to know products by."""
    return len(fields) >= 2 and bool({"sku", "name"} & set(fields.values()))
