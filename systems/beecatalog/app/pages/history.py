"""What was done, by whom, and what a value was before."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from systems.beecatalog.app.catalog.models import Event
from systems.beecatalog.app.pages.own import own_batch, own_product
from systems.beecatalog.app.pages.words import EVENTS, field_name

PAGE = 50


@login_required
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Of all batches, of one (`?batch=`) or of one product (`?product=`)."""
    events = Event.objects.filter(batch__owner=request.user.pk).order_by("-pk")
    about = ""
    if (key := request.GET.get("product", "")).isdecimal() and len(key) < 18:
        product = own_product(request, int(key))
        events, about = events.filter(product=product), str(product)
    elif (key := request.GET.get("batch", "")).isdecimal() and len(key) < 18:
        batch = own_batch(request, int(key))
        events, about = events.filter(batch=batch), batch.name
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    lines = [
        {"event": one, "kind": EVENTS.get(one.kind, one.kind), "field": field_name(one.field)}
        for one in page
    ]
    query = request.GET.copy()
    query.pop("page", None)
    words = {"page": page, "lines": lines, "about": about, "query": query.urlencode()}
    return render(request, "pages/history.html", words)
