"""The JSON API, for programs: version 1, described by openapi.json beside this file."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from flask import Blueprint, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from systems.omni_keywords.app.access import requires
from systems.omni_keywords.app.api import reading, writing
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.errors import told
from systems.omni_keywords.app.store import accounts

blueprint = Blueprint("api", __name__)
DESCRIPTION = Path(__file__).with_name("openapi.json")

for _path, _page in reading.ROUTES.items():
    blueprint.add_url_rule(f"/api/v1{_path}", view_func=_page)
for (_method, _path), _page in writing.ROUTES.items():
    blueprint.add_url_rule(f"/api/v1{_path}", view_func=_page, methods=[_method])


@blueprint.before_request
def by_key() -> ResponseReturnValue | None:
    """Programs show a key; a browser's session counts for nothing here."""
    if not request.path.startswith("/api/v1/") or request.path == "/api/v1/openapi.json":
        return None
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    found = accounts.by_token(connection(), token) if kind.lower() == "bearer" and token else None
    if found is None:
        title, text = told(401)
        return jsonify(error=title, help=text), 401, {"WWW-Authenticate": "Bearer"}
    g.account = found
    return None


@blueprint.get("/api/v1/openapi.json")
def description() -> Response:
    """What the API can do, as OpenAPI 3.1."""
    return Response(DESCRIPTION.read_bytes(), content_type="application/json")


@functools.lru_cache
def operations() -> list[tuple[str, str, str]]:
    """Method, path and summary of everything that the API can do."""
    paths = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
    return [
        (method.upper(), path, operation["summary"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method != "parameters"
    ]


@blueprint.get("/api")
@requires("viewer")
def page() -> ResponseReturnValue:
    """What the API can do, for people."""
    return render_template("api.html", operations=operations())
