"""The marketplaces and categories that there are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from systems.beecatalog.app.marketplaces.definition import Marketplace, read, spoken

DATA = Path(__file__).resolve().parents[2] / "data"
SLUGS = ("amazon-br", "mercado-livre", "shopee", "magalu")


@dataclass(frozen=True)
class Category:
    """A kind of product, and words by which it is known."""

    slug: str
    names: dict[str, str]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return spoken(self.names)


@cache
def marketplaces() -> dict[str, Marketplace]:
    """Every marketplace by its slug."""
    files = [DATA / f"{slug}.json" for slug in SLUGS]
    found = [read(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    return {one.slug: one for one in found}


@cache
def categories() -> dict[str, Category]:
    """Every category by its slug."""
    listed = json.loads((DATA / "categories.json").read_text(encoding="utf-8"))
    return {
        one["slug"]: Category(one["slug"], {"pt": one["pt"], "en": one["en"]}, tuple(one["words"]))
        for one in listed
    }
