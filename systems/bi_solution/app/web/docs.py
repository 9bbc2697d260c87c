"""The API's page, from its OpenAPI document and with no other host's assets."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from systems.bi_solution.app.web.rendering import page
from systems.bi_solution.app.web.visitor import Reader

router = APIRouter(include_in_schema=False)


@router.get("/api/openapi.json")
def document(request: Request, visitor: Reader) -> Response:  # noqa: ARG001 - for readers only
    """The OpenAPI document."""
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def documentation(request: Request, visitor: Reader) -> Response:
    """The same to read."""
    described = request.app.openapi()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    schemas: dict[str, Any] = {
        name: one
        for name, one in described.get("components", {}).get("schemas", {}).items()
        if name.startswith(("Chat", "Me"))
    }
    return page(request, visitor, "docs.html", operations=operations, schemas=schemas)
