"""A workbook that was written: what is still wrong in it, and the file."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from systems.beecatalog.app.checks.problem import Problem
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.pages.own import own_spreadsheet
from systems.beecatalog.app.pages.words import field_name
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.writing.formula import safe


def problem_of(stored: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """A stored problem as it is shown."""
    kept = {name: stored[name] for name in ("field", "code", "values", "severity")}
    problem = Problem(**kept)
    label = labels.get(problem.field) or field_name(problem.field)
    return {**stored, "label": label, "text": problem.text}


def labels_of(slug: str) -> dict[str, str]:
    """What a marketplace calls its own attributes."""
    return {f"attribute.{one.name}": one.label for one in marketplaces()[slug].attributes}


@login_required
@require_GET
def spreadsheet(request: HttpRequest, key: int) -> HttpResponse:
    """What is in it and what is wrong."""
    found = own_spreadsheet(request, key)
    market = marketplaces()[found.marketplace]
    labels = labels_of(market.slug)
    page = Paginator(found.problems, 100).get_page(request.GET.get("page"))
    refused = {one["row"] for one in found.problems if one["severity"] == "error"}
    counted = Counter(one["field"] for one in found.problems if one["severity"] == "error")
    words = {
        "spreadsheet": found,
        "market": market,
        "page": page,
        "lines": [problem_of(one, labels) for one in page],
        "ready": found.products - len(refused),
        "most": [(labels.get(f) or field_name(f), n) for f, n in counted.most_common(6)],
        "parts": found.batch.spreadsheets.filter(
            marketplace=market.slug, created__gte=found.created
        ).order_by("pk")[:50],
        "suffix": files.path_of(found.file).suffix,
    }
    return render(request, "pages/spreadsheet.html", words)


@login_required
@require_GET
def download(request: HttpRequest, key: int) -> FileResponse:
    """The workbook."""
    found = own_spreadsheet(request, key)
    path = files.path_of(found.file)
    if not path.exists():
        raise Http404
    title = f"{found.batch.name} {found.marketplace} {found.part}"
    name = files.download_name(title, path.suffix)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@login_required
@require_GET
def problems(request: HttpRequest, key: int) -> HttpResponse:
    """The list of problems as CSV, in the reader's language."""
    found = own_spreadsheet(request, key)
    labels = labels_of(found.marketplace)
    name = files.download_name(f"{found.batch.name} {found.marketplace} problems", ".csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response, delimiter=";")
    writer.writerow([field_name("row"), "SKU", field_name("name"), "", "", ""])
    for one in (problem_of(stored, labels) for stored in found.problems):
        cells = (one["row"], one["sku"], one["name"], one["label"], one["severity"], one["text"])
        writer.writerow([safe(str(cell)) for cell in cells])
    return response
