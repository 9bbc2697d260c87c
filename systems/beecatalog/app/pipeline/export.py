"""Writes a batch's products into a marketplace's workbook, and lists what is still wrong."""

from __future__ import annotations

from pathlib import Path

from systems.beecatalog.app.accounts.models import User
from systems.beecatalog.app.catalog.models import (
    Batch,
    Event,
    Listing,
    OwnWorkbook,
    Product,
    Spreadsheet,
)
from systems.beecatalog.app.checks.listing import problems_of
from systems.beecatalog.app.marketplaces.definition import Marketplace
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.writing.workbook import Writer

PART = 5_000
"""Products of one workbook; more are written into several."""


def listing_of(product: Product, market: Marketplace) -> Listing:
    """The product's listing there; an empty one where nothing was written yet."""
    found = product.listings.filter(marketplace=market.slug).first()
    return found or Listing(product=product, marketplace=market.slug)


def export(batch: Batch, market: Marketplace, user: User) -> list[Spreadsheet]:
    """Write the workbook, or several where there are many products."""
    own = OwnWorkbook.objects.filter(owner=user, marketplace=market.slug).first()
    template = files.path_of(own.file) if own else None
    written: list[Spreadsheet] = []
    last = 0
    # Part by part: a cursor that stayed open would keep everybody else from writing.
    while part := list(batch.products.filter(row__gt=last).order_by("row")[:PART]):
        written.append(_part(batch, market, template, part, len(written) + 1))
        last = part[-1].row
    Event.objects.create(batch=batch, user=user, kind="exported", after=market.name)
    return written


def _part(
    batch: Batch, market: Marketplace, template: Path | None, part: list[Product], number: int
) -> Spreadsheet:
    writer, problems = Writer(market, template), []
    for product in part:
        listing = listing_of(product, market)
        found = [*problems_of(product, listing, market), *writer.add(product, listing)]
        who = {"product": product.pk, "row": product.row, "sku": product.sku, "name": product.name}
        problems += [{**who, **one.stored()} for one in found]
    name = files.place("spreadsheets", writer.suffix)
    writer.save(files.path_of(name))
    return Spreadsheet.objects.create(
        batch=batch,
        marketplace=market.slug,
        file=name,
        part=number,
        products=len(part),
        problems=problems,
    )
