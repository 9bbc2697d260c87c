"""Changes that a person makes to a product: applied, and remembered."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from systems.beecatalog.app.accounts.models import User
from systems.beecatalog.app.catalog.models import Event, Listing, Product

EDITABLE = (
    "sku", "name", "brand", "price", "gtin", "ncm", "stock", "size", "color", "weight_g",
    "origin", "link", "pictures", "description",
)  # fmt: skip
WRITTEN = ("category", "title", "description", "bullets", "keywords", "attributes")


def shown(value: Any) -> str:
    """A value as the history tells it."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@transaction.atomic
def correct(product: Product, user: User, changes: dict[str, Any]) -> Product:
    """Apply changes that were validated: of the product, and of its listings by marketplace."""
    for slug, listing in changes.pop("listings", {}).items():
        _write(product, user, slug, listing)
    reviewed = changes.pop("reviewed", None)
    for name in EDITABLE:
        if name in changes and changes[name] != getattr(product, name):
            _note(product, user, name, getattr(product, name), changes[name])
            setattr(product, name, changes[name])
            product.known_from[name] = "person"
    if reviewed is not None:
        after = Product.State.REVIEWED if reviewed else Product.State.FILLED
        if product.state != after:
            _note(product, user, "state", product.state, after)
        product.state = after
    product.save()
    return product


def _write(product: Product, user: User, slug: str, changes: dict[str, Any]) -> None:
    listing, _ = Listing.objects.get_or_create(product=product, marketplace=slug)
    for name in WRITTEN:
        if name in changes and changes[name] != getattr(listing, name):
            _note(product, user, f"{slug}.{name}", getattr(listing, name), changes[name])
            setattr(listing, name, changes[name])
            listing.filled_by = "person"
    listing.save()


def _note(product: Product, user: User, name: str, before: Any, after: Any) -> None:
    Event.objects.create(
        batch=product.batch,
        product=product,
        user=user,
        kind="corrected",
        field=name,
        before=shown(before),
        after=shown(after),
    )
