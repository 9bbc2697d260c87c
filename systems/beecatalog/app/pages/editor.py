"""The fields of a product's page: the same for the plain form and for Vue."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from django.http import QueryDict
from django.utils.translation import gettext as _

from systems.beecatalog.app.catalog.models import Listing, Product
from systems.beecatalog.app.checks.problem import Problem
from systems.beecatalog.app.marketplaces.definition import Attribute, Marketplace
from systems.beecatalog.app.marketplaces.shelf import categories
from systems.beecatalog.app.pages.templatetags.figures import locale
from systems.beecatalog.app.pages.words import FIELDS, ORIGINS
from systems.beecatalog.app.reading import numbers

PRODUCT = (
    "name", "sku", "brand", "price", "stock", "gtin", "ncm", "origin", "weight_g", "size",
    "color", "link", "pictures", "description",
)  # fmt: skip
KINDS = {"pictures": "lines", "description": "area", "link": "url"}
CODES = {"stock", "gtin", "ncm", "weight_g"}
Errors = dict[str, Any]


def product_fields(product: Product, errors: Errors, posted: QueryDict | None) -> list[Any]:
    """What is known of the product itself."""
    found = []
    for name in PRODUCT:
        value = getattr(product, name)
        shown = "\n".join(value) if isinstance(value, list) else value
        text = "" if shown is None else str(shown)
        if name == "price" and product.price is not None:
            text = format_decimal(product.price, "0.00", locale=locale())
        field: dict[str, Any] = {
            "name": name,
            "label": str(FIELDS[name]),
            "kind": KINDS.get(name, "text"),
            "numeric": name in CODES,
            "value": posted.get(name, text) if posted is not None else text,
            "origin": str(ORIGINS.get(product.known_from.get(name, ""), "")),
            "error": first(errors.get(name)),
        }
        if name == "pictures":
            field["help"] = _("One address on each line.")
        found.append(field)
    return found


def listing_fields(
    listing: Listing, market: Marketplace, errors: Errors, posted: QueryDict | None
) -> list[Any]:
    """What this marketplace is told."""
    category = listing.category
    found = [
        _field("category", "select", listing.category, options=_categories()),
        _field("title", "text", listing.title, max=market.limit("title", category).max),
    ]
    if most := market.limit("bullets", category).max:
        lines = _field("bullets", "lines", "\n".join(listing.bullets))
        lines["help"] = _("One on each line, at most %(most)s.") % {"most": most}
        found.append(lines)
    most = market.limit("description", category).max
    found.append(_field("description", "area", listing.description, max=most))
    keywords = _field("keywords", "text", "; ".join(listing.keywords))
    keywords["help"] = _("Separated by semicolons.")
    found.append(keywords)
    found += [_attribute(one, listing) for one in market.asked(category)]
    for field in found:
        field["error"] = first(errors.get(field["name"]))
        field["name"] = f"{market.slug}.{field['name']}"
        if posted is not None:
            field["value"] = posted.get(field["name"], field["value"])
    return found


def _field(name: str, kind: str, value: str, **more: Any) -> dict[str, Any]:
    label = str(FIELDS.get(name, name))
    return {"name": name, "label": label, "kind": kind, "value": value, **more}


def _categories() -> list[list[str]]:
    return [["", "—"], *([one.slug, one.name] for one in categories().values())]


def _attribute(attribute: Attribute, listing: Listing) -> dict[str, Any]:
    value = listing.attributes.get(attribute.name, "")
    kind = "select" if attribute.values else "text"
    field = _field(f"attribute.{attribute.name}", kind, value, required=attribute.required)
    field["label"] = attribute.label
    if attribute.values:
        listed = [["", "—"], *([one, one] for one in attribute.values)]
        # A value that the list lost since stays to be seen, and is flagged beside the field.
        field["options"] = listed + (
            [[value, value]] if value not in ("", *attribute.values) else []
        )
    return field


def first(errors: Any) -> str:
    """The first sentence of an error, however deep it lies."""
    while isinstance(errors, dict | list) and errors:
        errors = next(iter(errors.values())) if isinstance(errors, dict) else errors[0]
    return str(errors) if errors else ""


def changes_of(posted: QueryDict, market: Marketplace, listing: Listing) -> dict[str, Any]:
    """What the plain form says, as the API takes it."""
    changes: dict[str, Any] = {}
    for name in PRODUCT:
        if name in posted:
            text = posted[name].strip()
            changes[name] = _typed(name, text)
    written: dict[str, Any] = {}
    attributes = dict(listing.attributes)
    for key, text in posted.items():
        slug, _dot, name = key.partition(".")
        if slug != market.slug:
            continue
        if name.startswith("attribute."):
            attributes[name.removeprefix("attribute.")] = text.strip()
        else:
            written[name] = _pieces(name, text)
    changes["listings"] = {market.slug: {**written, "attributes": attributes}}
    changes["reviewed"] = posted.get("reviewed") == "on"
    return changes


def _typed(name: str, text: str) -> Any:
    if name == "pictures":
        return text.split()
    if name == "price":
        amount = numbers.price(text)
        return None if not text else text if amount is None else str(amount)
    if name in {"stock", "weight_g"}:
        count = numbers.whole(text)
        return None if not text else text if count is None else count
    if name in {"gtin", "ncm"}:
        return numbers.digits(text)
    return text


def _pieces(name: str, text: str) -> Any:
    if name == "bullets":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if name == "keywords":
        return [word.strip() for word in text.split(";") if word.strip()]
    return text.replace("\r\n", "\n").strip()


def by_field(problems: list[Problem]) -> dict[str, list[Problem]]:
    """Problems beside the field that they are about."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(problem)
    return found
