"""A product: everything that is known, what is wrong, and the form to correct it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from systems.beecatalog.app.api.serializers import ProductSerializer
from systems.beecatalog.app.catalog.models import Product
from systems.beecatalog.app.checks.listing import problems_of
from systems.beecatalog.app.checks.problem import Problem
from systems.beecatalog.app.marketplaces.definition import Marketplace
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.pages import editor
from systems.beecatalog.app.pages.own import market_or_first, own_product
from systems.beecatalog.app.pages.words import AUTHORS, field_name, note_text
from systems.beecatalog.app.pipeline.export import listing_of
from systems.beecatalog.app.scraping import errors as scraping


@login_required
@require_http_methods(["GET", "POST"])
def product(request: HttpRequest, key: int) -> HttpResponse:
    """See and correct it."""
    found = own_product(request, key)
    market = market_or_first(request.GET.get("marketplace"))
    problems: dict[str, Any] = {}
    posted: QueryDict | None = None
    if request.method == "POST":
        changes = editor.changes_of(request.POST, market, listing_of(found, market))
        serializer = ProductSerializer(
            found, data=changes, partial=True, context={"request": request}
        )
        if serializer.is_valid():
            serializer.save()
            return redirect(_after(request, found, market))
        problems, posted = serializer.errors, request.POST
    words = _words(found, market, problems, posted)
    return render(request, "pages/product.html", words, status=400 if problems else 200)


def _after(request: HttpRequest, found: Product, market: Marketplace) -> str:
    target = found
    if "next" in request.POST:
        rest = found.batch.products.filter(row__gt=found.row).order_by("row")
        target = rest.first() or found
    return f"{reverse('product', args=[target.pk])}?marketplace={market.slug}&saved=1"


def _words(
    found: Product, market: Marketplace, errors: dict[str, Any], posted: QueryDict | None
) -> dict[str, Any]:
    tabs = [_tab(found, one, errors, posted) for one in marketplaces().values()]
    current = next(tab for tab in tabs if tab["slug"] == market.slug)
    fields = editor.product_fields(found, errors, posted)
    rows = found.batch.products.order_by("row")
    return {
        "product": found,
        "batch": found.batch,
        "tabs": tabs,
        "tab": current,
        "fields": fields,
        "reading": [Problem(**one) for one in found.reading_problems],
        "page_problem": scraping.sentence(found.page_problem) if found.page_problem else "",
        "previous": rows.filter(row__lt=found.row).last(),
        "following": rows.filter(row__gt=found.row).first(),
        "position": rows.filter(row__lte=found.row).count(),
        "total": rows.count(),
        "boot": {
            "id": found.pk,
            "slug": market.slug,
            "fields": fields,
            "tabs": tabs,
            "reviewed": found.state == Product.State.REVIEWED,
            "words": _vue_words(),
        },
    }


def _tab(
    found: Product, market: Marketplace, errors: dict[str, Any], posted: QueryDict | None
) -> dict[str, Any]:
    listing = listing_of(found, market)
    problems = problems_of(found, listing, market)
    mine = errors.get("listings", {}).get(market.slug, {})
    labels = {f"attribute.{one.name}": one.label for one in market.attributes}
    return {
        "slug": market.slug,
        "name": market.name,
        "fields": editor.listing_fields(listing, market, mine, posted),
        "author": str(AUTHORS.get(listing.filled_by, "")),
        "notes": [note_text(one) for one in listing.notes],
        "official": market.limit("title", listing.category).official,
        "source": market.limit("title", listing.category).says,
        "errors": len([one for one in problems if one.severity == "error"]),
        "problems": [
            {
                "field": one.field,
                "label": labels.get(one.field) or field_name(one.field),
                "severity": one.severity,
                "text": one.text,
            }
            for one in problems
        ],
    }


def _vue_words() -> dict[str, str]:
    return {
        "save": _("Save"),
        "saving": _("Saving…"),
        "saved": _("Saved."),
        "refused": _("Not saved: look at the fields in red."),
        "failed": _("That didn't work. Reload the page and try again."),
        "reviewed": _("I have reviewed this product"),
        "ready": _("Ready for %(marketplace)s: nothing is wrong."),
        "known": _("What is known"),
        "told": _("What %(marketplace)s is told"),
        "author": _("Written by"),
        "limit": _("limit of the title"),
        "notTaken": _("Not taken from the model's answer:"),
        "unsaved": _("Not saved yet."),
    }
