"""What each marketplace asks and who says so; the seller's own workbooks and NCM table."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from systems.beecatalog.app.catalog.models import NcmCode, OwnWorkbook
from systems.beecatalog.app.marketplaces.definition import Limit, Marketplace
from systems.beecatalog.app.marketplaces.shelf import categories, marketplaces
from systems.beecatalog.app.pages.forms import OneFile
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.pipeline.tables import take_ncm, take_workbook
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.writing.starter import starter

NAMES = {
    "title": _("Letters of the title"),
    "description": _("Letters of the description"),
    "bullets": _("Bullets"),
    "bullet": _("Letters of a bullet"),
    "keywords": _("Keywords"),
    "pictures": _("Pictures"),
}


@login_required
@require_GET
def markets(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return _page(request)


def _page(request: HttpRequest, problems: dict[str, str] | None = None) -> HttpResponse:
    own = {one.marketplace: one for one in OwnWorkbook.objects.filter(owner=request.user.pk)}
    cards = [
        {
            "market": market,
            "limits": limits_of(market),
            "own": own.get(market.slug),
            "error": (problems or {}).get(market.slug, ""),
        }
        for market in marketplaces().values()
    ]
    words = {
        "cards": cards,
        "codes": NcmCode.objects.filter(owner=request.user.pk).count(),
        "ncm_error": (problems or {}).get("ncm", ""),
    }
    return render(request, "pages/marketplaces.html", words, status=400 if problems else 200)


def limits_of(market: Marketplace) -> list[dict[str, Any]]:
    """Each limit, with those of categories that differ."""
    found = []
    for name, limit in market.limits.items():
        if not limit.max:
            continue
        differ: list[tuple[str, Limit]] = [
            (categories()[slug].name, limits[name])
            for slug, limits in market.by_category.items()
            if name in limits
        ]
        found.append({"name": NAMES[name], "limit": limit, "differ": differ})
    return found


@login_required
@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a marketplace's own workbook, or the NCM table."""
    if slug != "ncm" and slug not in marketplaces():
        raise Http404
    form = OneFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {slug: str(form.errors["file"][0])})
    try:
        if slug == "ncm":
            take_ncm(request.user, form.cleaned_data["file"])
        else:
            take_workbook(request.user, marketplaces()[slug], form.cleaned_data["file"])
    except UnreadableError as error:
        return _page(request, {slug: error.text})
    return redirect("marketplaces")


@login_required
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Go back to our own workbook."""
    for one in OwnWorkbook.objects.filter(owner=request.user.pk, marketplace=slug):
        files.discard(one.file)
        one.delete()
    return redirect("marketplaces")


@login_required
@require_GET
def starter_file(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Our empty workbook of a marketplace."""
    market = marketplaces().get(slug)
    if market is None:
        raise Http404
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = files.download_name(f"beecatalog {slug}", ".xlsx")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = HttpResponse(content_type=kind, headers=headers)
    starter(market).save(response)
    return response
