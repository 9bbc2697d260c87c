"""Fills in a batch: each product's page is read and each marketplace's listing written."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from systems.beecatalog.app.accounts.models import User
from systems.beecatalog.app.catalog.models import Batch, Event, Product
from systems.beecatalog.app.filling.brief import Provider
from systems.beecatalog.app.filling.choose import chosen
from systems.beecatalog.app.filling.fill import fill
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.scraping.addresses import AllowList
from systems.beecatalog.app.scraping.errors import NotReadError
from systems.beecatalog.app.scraping.fetch import Fetcher
from systems.beecatalog.app.scraping.pace import Pace
from systems.beecatalog.app.scraping.scrape import Scraper

GIVEN_UP = timedelta(minutes=3)
"""Without a sign of life for so long, a run counts as interrupted and may be started anew."""


def claim(batch: Batch) -> bool:
    """Take the batch for this run; False where another run has it."""
    now = timezone.now()
    free = Q(state=Batch.State.READY) | Q(state=Batch.State.WORKING, beat__lt=now - GIVEN_UP)
    mine = Batch.objects.filter(free, pk=batch.pk)
    return bool(mine.update(state=Batch.State.WORKING, stop=False, beat=now))


def run(batch: Batch, user: User) -> int:
    """Fill in every product that waits, one after another; returns how many.

    A run that is interrupted loses nothing: each product is saved when it is done.
    """
    if not claim(batch):
        return 0
    scraper = Scraper(Fetcher(AllowList(settings.SCRAPE_ALLOW)), Pace(settings.SCRAPE_PAUSE))
    provider, done = chosen(), 0
    try:
        for product in batch.products.filter(state=Product.State.WAITING).order_by("row"):
            batch.refresh_from_db(fields=["stop"])
            if batch.stop:
                break
            look_up(product, scraper)
            write(product, provider)
            Event.objects.create(batch=batch, product=product, user=user, kind="filled")
            Batch.objects.filter(pk=batch.pk).update(beat=timezone.now())
            done += 1
    finally:
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.READY, stop=False)
    return done


def look_up(product: Product, scraper: Scraper) -> None:
    """Read the product's page and keep what was not known before."""
    if not product.link:
        return
    try:
        facts = scraper.read(product.link).fields
        product.page_problem = {}
    except NotReadError as error:
        product.page_problem = error.stored()
        facts = {}
    for name, value in facts.items():
        if getattr(product, name) in ("", None, []):
            setattr(product, name, value)
            product.known_from[name] = "page"
    product.save()


def write(product: Product, provider: Provider) -> None:
    """Write its listing for every marketplace."""
    for market in marketplaces().values():
        fill(product, market, provider)
    product.state = Product.State.FILLED
    product.save()
