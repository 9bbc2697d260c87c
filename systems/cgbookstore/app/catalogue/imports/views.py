"""The import's pages: send a file, read what came of it, take the report along."""

from __future__ import annotations

import csv

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from systems.cgbookstore.app.catalogue.imports.forms import ImportForm
from systems.cgbookstore.app.catalogue.imports.run import import_file
from systems.cgbookstore.app.catalogue.imports.sentences import sentence
from systems.cgbookstore.app.catalogue.models import Import
from systems.cgbookstore.app.web.cells import harmless
from systems.cgbookstore.app.web.pages import page_of

NOTES_PER_PAGE = 100
PERMISSION = "catalogue.add_book"


@login_required
@permission_required(PERMISSION, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file, or list those that were taken."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        report = import_file(file.file, file.name, by=request.user, most=settings.IMPORT_MAX_ROWS)
        return redirect(report)
    status = 400 if form.errors else 200
    page = page_of(request, Import.objects.select_related("by"), 20)
    return render(request, "catalogue/imports.html", {"form": form, "page": page}, status=status)


@login_required
@permission_required(PERMISSION, raise_exception=True)
@require_safe
def import_report(request: HttpRequest, number: int) -> HttpResponse:
    """Show an import's repairs and refusals by row."""
    report = get_object_or_404(Import, pk=number)
    notes = report.notes.all()
    if request.GET.get("only") == "refusals":
        notes = notes.filter(refusal=True)
    page = page_of(request, notes, NOTES_PER_PAGE)
    for note in page:
        note.sentence = sentence(note.code)
    return render(request, "catalogue/import.html", {"report": report, "page": page})


@login_required
@permission_required(PERMISSION, raise_exception=True)
@require_safe
def import_notes(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    """The report as CSV; no cell of it is a formula, whatever the imported file held."""
    report = get_object_or_404(Import, pk=number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{report.pk}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["row", "refused", "column", "what", "was", "became"])
    for note in report.notes.all():
        cells = [note.column, sentence(note.code), note.was, note.became]
        writer.writerow([note.row, int(note.refusal), *map(harmless, cells)])
    return response
