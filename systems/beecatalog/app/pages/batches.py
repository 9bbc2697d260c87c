"""The list of batches, one batch, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from systems.beecatalog.app.api.serializers import BatchSerializer, ProductLineSerializer
from systems.beecatalog.app.api.views import matching
from systems.beecatalog.app.catalog.models import Batch, Product
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.pages.forms import Upload
from systems.beecatalog.app.pages.own import own_batch
from systems.beecatalog.app.pages.words import FIELDS
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.pipeline.export import export
from systems.beecatalog.app.pipeline.intake import read, receive
from systems.beecatalog.app.pipeline.run import GIVEN_UP, run
from systems.beecatalog.app.reading.errors import UnreadableError, sentence

PAGE = 50


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is for; sellers go straight to their batches."""
    if request.user.is_authenticated:
        return redirect("batches")
    return render(request, "pages/home.html", {"marketplaces": marketplaces().values()})


@login_required
@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """All batches, and the form to upload another."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = receive(request.user, form.cleaned_data["file"], form.cleaned_data["name"])
        except UnreadableError as error:
            form.add_error("file", error.text)
        else:
            return redirect("batch", batch.pk)
    found = Batch.objects.filter(owner=request.user.pk).order_by("-created", "-pk")
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    lines = [{"batch": one, "counts": states_of(one)} for one in page]
    words = {"form": form, "page": page, "lines": lines}
    return render(request, "pages/batches.html", words, status=400 if form.errors else 200)


def states_of(batch: Batch) -> dict[str, int]:
    """Products by state."""
    return {state: batch.products.filter(state=state).count() for state in Product.State.values}


@login_required
@require_GET
def batch(request: HttpRequest, key: int) -> HttpResponse:
    """One batch: how far it is, its products, and the workbooks."""
    found = own_batch(request, key)
    query, state = request.GET.get("q", ""), request.GET.get("state", "")
    page = Paginator(matching(found.products, query, state), PAGE).get_page(request.GET.get("page"))
    lines = ProductLineSerializer(page.object_list, many=True).data
    counts = states_of(found)
    total = sum(counts.values())
    words = {
        "batch": found,
        "counts": counts,
        "total": total,
        "done": total - counts["waiting"],
        "page": page,
        "lines": lines,
        "query": query,
        "state": state,
        "states": Product.State.choices,
        "marketplaces": marketplaces().values(),
        "spreadsheets": found.spreadsheets.order_by("-pk")[:12],
        "note": sentence(**found.note) if found.note else "",
        "boot": _boot(found, lines, page.paginator.count),
        "stuck": int(GIVEN_UP.total_seconds() // 60),
    }
    return render(request, "pages/batch.html", words)


def _boot(found: Batch, lines: list[Any], matches: int) -> dict[str, Any]:
    """What Vue begins with: the first page, and every word that it shows."""
    return {
        "batch": BatchSerializer(found).data,
        "lines": list(lines),
        "matches": matches,
        "pageSize": PAGE,
        "states": {value: str(label) for value, label in Product.State.choices},
        "marketplaces": {one.slug: one.name for one in marketplaces().values()},
        "words": {
            "fill": _("Fill in"),
            "stop": _("Stop"),
            "working": _("Filling in… you may leave this page; what is done stays done."),
            "allDone": _("Every product is filled in."),
            "waiting": _("products wait to be filled in."),
            "of": _("of"),
            "search": _("Search the products"),
            "state": _("State"),
            "any": _("any"),
            "row": str(FIELDS["row"]),
            "product": _("Product"),
            "price": _("Price"),
            "errors": _("Errors by marketplace"),
            "none": _("No product matches."),
            "noName": _("(no name)"),
            "ok": _("ready"),
            "previous": _("Previous"),
            "next": _("Next"),
            "page": _("Page"),
            "failed": _("That didn't work. Reload the page and try again."),
            "noGtin": _("no GTIN"),
            "odd": _("to look at"),
        },
    }


@login_required
@require_POST
def process(request: HttpRequest, key: int) -> HttpResponse:
    """Fill in every product that waits, and come back."""
    found = own_batch(request, key)
    run(found, request.user)
    return redirect("batch", found.pk)


@login_required
@require_POST
def resume(request: HttpRequest, key: int) -> HttpResponse:
    """Go on reading a file whose reading was interrupted."""
    found = own_batch(request, key)
    if found.state == Batch.State.READING:
        read(found)
    return redirect("batch", found.pk)


@login_required
@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Delete a batch and its files."""
    found = own_batch(request, key)
    names = [found.file, *found.spreadsheets.values_list("file", flat=True)]
    found.delete()
    for name in names:
        files.discard(name)
    return redirect("batches")


@login_required
@require_POST
def write(request: HttpRequest, key: int, slug: str) -> HttpResponse:
    """Write a marketplace's workbook, and show what is still wrong."""
    found, market = own_batch(request, key), marketplaces().get(slug)
    if market is None:
        raise Http404
    written = export(found, market, request.user)
    if not written:
        return redirect("batch", found.pk)
    return redirect("spreadsheet", written[0].pk)
