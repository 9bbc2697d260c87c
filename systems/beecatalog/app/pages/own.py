"""What belongs to whoever asks; everything else is as if it weren't there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from systems.beecatalog.app.catalog.models import Batch, Product, Spreadsheet
from systems.beecatalog.app.marketplaces.definition import Marketplace
from systems.beecatalog.app.marketplaces.shelf import marketplaces


def own_batch(request: HttpRequest, key: int) -> Batch:
    """A batch of theirs, or 404."""
    return get_object_or_404(Batch, pk=key, owner=request.user.pk)


def own_product(request: HttpRequest, key: int) -> Product:
    """A product of theirs, or 404."""
    return get_object_or_404(Product, pk=key, batch__owner=request.user.pk)


def own_spreadsheet(request: HttpRequest, key: int) -> Spreadsheet:
    """A workbook of theirs, or 404."""
    return get_object_or_404(Spreadsheet, pk=key, batch__owner=request.user.pk)


def market_or_first(slug: str | None) -> Marketplace:
    """The marketplace that was asked for, or the first one."""
    return marketplaces().get(slug or "") or next(iter(marketplaces().values()))
