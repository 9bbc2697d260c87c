"""Takes of a model's answer only what holds: within the limits, and said by the facts."""

from __future__ import annotations

import re
from typing import Any

from systems.beecatalog.app.checks.words import folded, forbidden_in
from systems.beecatalog.app.filling.brief import Brief, Suggestion
from systems.beecatalog.app.filling.offline import words_of
from systems.beecatalog.app.marketplaces.shelf import categories
from systems.beecatalog.app.reading.row import clean

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CONTACT = re.compile(r"https?://|www\.|\S+@\S+\.\w|<[a-z/!]", re.IGNORECASE)
PIECES = 40


def numbers_in(text: str) -> set[str]:
    """Its numbers, whatever sign stands before the cents."""
    return {one.replace(",", ".") for one in NUMBER.findall(text)}


def refusal(text: str, brief: Brief, most: int) -> str:
    """Why a text can't be taken; empty where it can."""
    if len(text) > most:
        return "too_long"
    if CONTACT.search(text):
        return "contact"
    if numbers_in(text) - numbers_in(brief.source):
        return "number"
    return ""


def checked(raw: dict[str, Any], brief: Brief) -> Suggestion:
    """What may be used of an answer; the rest is noted as `field:reason`."""
    kept = Suggestion()
    category = raw.get("category")
    kept.category = category if isinstance(category, str) and category in categories() else ""
    _title(kept, raw.get("title"), brief)
    _description(kept, raw.get("description"), brief)
    length = brief.market.limit("bullet", kept.category).max
    most = brief.market.limit("bullets", kept.category).max
    kept.bullets = _pieces(kept, "bullets", raw.get("bullets"), brief, length)[:most]
    most = brief.market.limit("keywords", kept.category).max
    kept.keywords = _pieces(kept, "keywords", raw.get("keywords"), brief, 50)[:most]
    _attributes(kept, raw.get("attributes"), brief)
    return kept


def _text(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""


def _title(kept: Suggestion, value: Any, brief: Brief) -> None:
    text = re.sub(r"\s+", " ", _text(value))
    why = refusal(text, brief, brief.market.limit("title", kept.category).max)
    if not why and forbidden_in(text, brief.market.forbidden):
        why = "forbidden"
    if why:
        kept.notes.append(f"title:{why}")
    else:
        kept.title = text


def _description(kept: Suggestion, value: Any, brief: Brief) -> None:
    text = _text(value)
    why = refusal(text, brief, brief.market.limit("description", kept.category).max)
    if why:
        kept.notes.append(f"description:{why}")
    else:
        kept.description = text


def _pieces(kept: Suggestion, field: str, value: Any, brief: Brief, most: int) -> list[str]:
    found = []
    for one in (value if isinstance(value, list) else [])[:PIECES]:
        text = re.sub(r"\s+", " ", _text(one))
        why = refusal(text, brief, most) if most else ""
        if why:
            kept.notes.append(f"{field}:{why}")
        elif text and text not in found:
            found.append(text)
    return found


def _attributes(kept: Suggestion, value: Any, brief: Brief) -> None:
    said = set(words_of(brief.source))
    for attribute in brief.market.asked(kept.category):
        text = _text(value.get(attribute.name)) if isinstance(value, dict) else ""
        if not text or not attribute.by_ai:
            continue
        choices = {folded(one): one for one in attribute.values}
        if choices and folded(text) not in choices:
            kept.notes.append(f"attribute.{attribute.name}:not_a_choice")
        elif not set(words_of(text)) <= said:
            kept.notes.append(f"attribute.{attribute.name}:not_said")
        else:
            kept.attributes[attribute.name] = choices.get(folded(text), text)[:100]
