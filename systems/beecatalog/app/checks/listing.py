"""Every rule of one marketplace, on one product."""

from __future__ import annotations

import re
from collections.abc import Iterator

from systems.beecatalog.app.catalog.models import Listing, NcmCode, Product
from systems.beecatalog.app.checks import addresses, gtin
from systems.beecatalog.app.checks.problem import Problem, error, warning
from systems.beecatalog.app.checks.words import forbidden_in
from systems.beecatalog.app.marketplaces.definition import Marketplace
from systems.beecatalog.app.marketplaces.shelf import categories

FLAGGED = ("gtin", "ncm", "weight_g", "origin")
"""What is never made up: where it is unknown, the seller is told."""


def value_of(holds: str, product: Product, listing: Listing) -> object:
    """What stands in a column, by the column's `from`."""
    kind, _, which = holds.partition(".")
    if kind == "attribute":
        return listing.attributes.get(which, "")
    if kind in {"bullet", "picture"}:
        pieces = listing.bullets if kind == "bullet" else product.pictures
        place = int(which) - 1
        return pieces[place] if place < len(pieces) else ""
    if holds == "gtin_type":
        return gtin.kind(product.gtin)
    if holds == "keywords":
        return "; ".join(listing.keywords)
    if holds == "category":
        found = categories().get(listing.category)
        return found.names["pt"] if found else ""
    if holds in {"title", "description"}:
        return getattr(listing, holds)
    return getattr(product, holds)


def problems_of(product: Product, listing: Listing, market: Marketplace) -> list[Problem]:
    """What this marketplace would object to, errors first."""
    found = [
        *_required(product, listing, market),
        *_texts(listing, market),
        *_codes(product),
        *_attributes(listing, market),
        *_pictures(product, listing, market),
    ]
    if product.price is not None and product.price <= 0:
        found.append(error("price", "price_not_positive"))
    return sorted(found, key=lambda one: one.severity)


def _required(product: Product, listing: Listing, market: Marketplace) -> Iterator[Problem]:
    required = market.required()
    for holds in sorted(required):
        if holds.startswith(("picture.", "attribute.")):
            continue
        if value_of(holds, product, listing) in ("", None):
            field = "gtin" if holds == "gtin_type" else holds
            yield error(field, "category" if holds == "category" else "missing")
    held = {column.holds for column in market.columns}
    for field in FLAGGED:
        asked = field in held - required and not (field == "gtin" and "gtin_type" in required)
        if asked and not getattr(product, field):
            yield warning(field, "unknown")


def _texts(listing: Listing, market: Marketplace) -> Iterator[Problem]:
    for field in ("title", "description"):
        text = getattr(listing, field)
        limit = market.limit(field, listing.category)
        if len(text) > limit.max:
            yield error(field, "too_long", length=len(text), max=limit.max)
        elif text and len(text) < limit.min:
            yield error(field, "too_short", length=len(text), min=limit.min)
    for word in forbidden_in(listing.title, market.forbidden):
        yield error("title", "forbidden", word=word)
    bullets, length = market.limit("bullets", listing.category), market.limit("bullet")
    if len(listing.bullets) > bullets.max > 0:
        yield error("bullets", "too_many", length=len(listing.bullets), max=bullets.max)
    for text in listing.bullets:
        if len(text) > length.max > 0:
            yield error("bullets", "too_long", length=len(text), max=length.max)
    keywords = market.limit("keywords", listing.category)
    if len(listing.keywords) > keywords.max:
        yield error("keywords", "too_many", length=len(listing.keywords), max=keywords.max)


def _codes(product: Product) -> Iterator[Problem]:
    yield from gtin.problems(product.gtin)
    if product.known_from.get("gtin") == "page":
        yield warning("gtin", "gtin_from_page")
    if not product.ncm:
        return
    if len(product.ncm) != 8 or not product.ncm.isdigit():
        yield error("ncm", "ncm_digits", length=len(product.ncm))
        return
    # A seller without a table is told of the length alone: nobody can know more.
    table = NcmCode.objects.filter(owner_id=product.batch.owner_id)
    if table.exists() and not table.filter(code=product.ncm).exists():
        yield error("ncm", "ncm_unknown", value=product.ncm)


def _attributes(listing: Listing, market: Marketplace) -> Iterator[Problem]:
    for attribute in market.asked(listing.category):
        value = listing.attributes.get(attribute.name, "")
        field = f"attribute.{attribute.name}"
        if not value and attribute.required:
            yield error(field, "missing")
        elif value and attribute.values and value not in attribute.values:
            yield error(field, "not_a_choice", value=value)
        elif value and attribute.pattern and not re.fullmatch(attribute.pattern, value):
            yield error(field, "pattern", value=value)


def _pictures(product: Product, listing: Listing, market: Marketplace) -> Iterator[Problem]:
    limit, count = market.limit("pictures", listing.category), len(product.pictures)
    if count < limit.min:
        yield error("pictures", "too_few", length=count, min=limit.min)
    if count > limit.max:
        yield error("pictures", "too_many", length=count, max=limit.max)
    for address in product.pictures:
        if not addresses.is_picture(address):
            yield error("pictures", "picture_address", value=address)
