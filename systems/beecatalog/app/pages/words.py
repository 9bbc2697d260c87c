"""Names of fields and events in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "row": _("Row"),
    "sku": "SKU",
    "name": _("Name"),
    "brand": _("Brand"),
    "price": _("Price (R$)"),
    "gtin": _("GTIN (EAN)"),
    "gtin_type": _("GTIN (EAN)"),
    "ncm": "NCM",
    "stock": _("Stock"),
    "size": _("Size"),
    "color": _("Colour"),
    "weight_g": _("Weight (g)"),
    "origin": _("Country of origin"),
    "link": _("Page of the product"),
    "pictures": _("Pictures"),
    "description": _("Description"),
    "category": _("Category"),
    "title": _("Title"),
    "bullets": _("Bullets"),
    "keywords": _("Keywords"),
    "attributes": _("Attributes"),
    "state": _("State"),
}
EVENTS = {
    "uploaded": _("File read"),
    "filled": _("Filled in"),
    "corrected": _("Corrected"),
    "exported": _("Spreadsheet written"),
}
AUTHORS = {
    "offline": _("rules, without AI"),
    "gemini": "Gemini",
    "openai": "OpenAI",
    "person": _("a person"),
}
ORIGINS = {
    "file": _("from your file"),
    "page": _("from the product's page"),
    "person": _("by a person"),
}
REASONS = {
    "too_long": _("too long"),
    "contact": _("has a link, an address or markup"),
    "number": _("has a number that the facts don't say"),
    "forbidden": _("has a forbidden word"),
    "not_a_choice": _("isn't in the list"),
    "not_said": _("says what the facts don't say"),
}


def field_name(field: str) -> str:
    """What a field is called; attributes and columns keep their marketplace's name."""
    plain = field.rpartition(".")[2]
    kind = field.partition(".")[0]
    if kind == "bullet":
        return f"{FIELDS['bullets']} {plain}"
    if kind == "picture":
        return f"{FIELDS['pictures']} {plain}"
    return str(FIELDS.get(plain, plain))


def note_text(note: str) -> str:
    """Why something of a model's answer wasn't taken."""
    field, _colon, reason = note.partition(":")
    if field in AUTHORS:
        return f"{AUTHORS[field]}: {reason}"
    return f"{field_name(field)}: {REASONS.get(reason, reason)}"
