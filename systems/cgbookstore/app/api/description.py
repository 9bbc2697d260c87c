"""A page that lists what the interface can do, made from its own description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True)
class Operation:
    """One thing that a program can ask for."""

    method: str
    path: str
    what: str
    parameters: list[str]
    body: list[str]
    needs_key: bool


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return render(request, "api/description.html", {"operations": list(_operations(schema))})


def _operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, facts in methods.items():
            yield Operation(
                method.upper(),
                path,
                facts.get("description", "").splitlines()[0] if facts.get("description") else "",
                [each["name"] for each in facts.get("parameters", []) if each["in"] == "query"],
                _fields(schema, facts),
                {} not in facts.get("security", [{}]),
            )


def _fields(schema: dict[str, Any], facts: dict[str, Any]) -> list[str]:
    content = facts.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    if not name:
        return []
    properties = schema["components"]["schemas"][name].get("properties", {})
    return [field for field, about in properties.items() if not about.get("readOnly")]
