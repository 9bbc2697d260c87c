"""Rules that write a listing from what is known, without any model."""

from __future__ import annotations

import re
from typing import Any

from systems.beecatalog.app.checks.words import folded, without
from systems.beecatalog.app.filling.brief import Brief
from systems.beecatalog.app.marketplaces.shelf import categories

LINKING = set(
    "a o as os e de da do das dos em no na para por com sem um uma the of and for with".split()
)
SAID = {"brand": "Marca", "color": "Cor", "size": "Tamanho", "origin": "Origem"}


class Offline:
    """The default: no network, no cost, the same answer every time."""

    name = "offline"

    def write(self, brief: Brief) -> dict[str, Any]:
        """A plain listing that repeats what is known and adds nothing."""
        category = category_of(brief.facts.get("name", ""))
        return {
            "title": title_of(brief, category),
            "description": description_of(brief),
            "bullets": bullets_of(brief),
            "keywords": keywords_of(brief),
            "category": category,
            "attributes": attributes_of(brief, category),
        }


def words_of(text: str) -> list[str]:
    """Its words, folded, in order."""
    return re.findall(r"[\w-]+", folded(text))


def category_of(name: str) -> str:
    """The category whose word stands first in the name."""
    singular = [(word, word.removesuffix("s")) for word in words_of(name)]
    for forms in singular:
        for category in categories().values():
            if any(form in category.words for form in forms):
                return category.slug
    return ""


def shortened(text: str, most: int) -> str:
    """The text up to the last whole word that fits."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0][:most].rstrip(" ,;-\u2013")


def title_of(brief: Brief, category: str) -> str:
    """Name, brand, colour and size, as far as they fit and aren't said already."""
    most = brief.market.limit("title", category).max
    title = without(brief.facts.get("name", ""), brief.market.forbidden)
    for name in ("brand", "color", "size"):
        more = brief.facts.get(name, "")
        if more and folded(more) not in folded(title):
            longer = f"{title} {more}".strip()
            title = longer if len(longer) <= most else title
    return shortened(title, most)


def description_of(brief: Brief) -> str:
    """What was said of the product, and its known properties."""
    facts = brief.facts
    opening = facts.get("description") or facts.get("name", "")
    lines = [f"{label}: {facts[name]}" for name, label in SAID.items() if facts.get(name)]
    text = "\n\n".join(filter(None, [opening, "\n".join(lines)]))
    return text[: brief.market.limit("description").max]


def bullets_of(brief: Brief) -> list[str]:
    """The known properties, one each."""
    most = brief.market.limit("bullets").max
    longest = brief.market.limit("bullet").max
    found = [f"{label}: {brief.facts[key]}" for key, label in SAID.items() if brief.facts.get(key)]
    return [shortened(one, longest) for one in found][:most]


def keywords_of(brief: Brief) -> list[str]:
    """The words of the name and the brand, once each."""
    text = f"{brief.facts.get('name', '')} {brief.facts.get('brand', '')}"
    found = dict.fromkeys(word for word in words_of(text) if word not in LINKING and len(word) > 2)
    return list(found)[: brief.market.limit("keywords").max]


def attributes_of(brief: Brief, category: str) -> dict[str, str]:
    """Values of the lists that are named in what is known, and the colour."""
    said = words_of(brief.source)
    found = {}
    for attribute in brief.market.asked(category):
        if not attribute.by_ai:
            continue
        if attribute.name == "color" and not attribute.values:
            found["color"] = brief.facts.get("color", "")
        for value in attribute.values:
            if all(word in said for word in words_of(value)):
                found.setdefault(attribute.name, value)
    return {name: value for name, value in found.items() if value}
