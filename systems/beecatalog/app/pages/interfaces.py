"""What programs can ask: the REST API and GraphQL, told to people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from systems.beecatalog.app.graphql.budget import MOST
from systems.beecatalog.app.graphql.schema import ALIASES, DEPTH


@require_GET
def interfaces(request: HttpRequest) -> HttpResponse:
    """Every address of the API, from its own description."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    lines = [
        {"method": method.upper(), "path": path, "says": told.get("description", "")}
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
        if path != "/api/v1/schema/"
    ]
    words = {"lines": lines, "depth": DEPTH, "aliases": ALIASES, "most": MOST}
    return render(request, "pages/interfaces.html", words)
