"""What can be asked for: fields by name, nothing that isn't listed."""

from __future__ import annotations

from decimal import Decimal

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.types import Info

from systems.beecatalog.app.catalog import models
from systems.beecatalog.app.checks.listing import problems_of
from systems.beecatalog.app.graphql.budget import take
from systems.beecatalog.app.marketplaces.shelf import marketplaces


@strawberry.type(name="Problem")
class ProblemType:
    """What is wrong with a field."""

    field: str
    severity: str
    code: str
    text: str


@strawberry_django.type(models.Listing, name="Listing")
class ListingType:
    """What one marketplace is told of a product."""

    marketplace: auto
    category: auto
    title: auto
    description: auto
    bullets: list[str]
    keywords: list[str]
    filled_by: auto

    @strawberry_django.field
    def problems(self, info: Info) -> list[ProblemType]:
        """What this marketplace would object to."""
        take(info, 1)
        listing: models.Listing = self  # type: ignore[assignment]
        market = marketplaces()[listing.marketplace]
        found = problems_of(listing.product, listing, market)
        return [ProblemType(one.field, one.severity, one.code, one.text) for one in found]


@strawberry_django.type(models.Product, name="Product")
class ProductType:
    """A product."""

    id: auto
    row: auto
    state: auto
    sku: auto
    name: auto
    brand: auto
    price: Decimal | None
    gtin: auto
    ncm: auto
    stock: auto
    size: auto
    color: auto
    weight_g: auto
    origin: auto
    link: auto
    pictures: list[str]

    @strawberry_django.field
    def listings(self, info: Info) -> list[ListingType]:
        """Its listings."""
        take(info, len(marketplaces()))
        product: models.Product = self  # type: ignore[assignment]
        return list(product.listings.order_by("marketplace"))  # type: ignore[arg-type]


@strawberry_django.type(models.Batch, name="Batch")
class BatchType:
    """The products of one file."""

    id: auto
    name: auto
    state: auto
    rows: auto
    created: auto

    @strawberry_django.field
    def products(self, info: Info, first: int = 20, offset: int = 0) -> list[ProductType]:
        """Its products, a page at a time."""
        most, skip = take(info, first), max(0, min(offset, 10_000_000))
        batch: models.Batch = self  # type: ignore[assignment]
        return list(batch.products.order_by("row")[skip : skip + most])  # type: ignore[arg-type]
