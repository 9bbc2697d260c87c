"""The system's own stylesheet, scripts and pictures."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def assets() -> dict[str, Path]:
    """Every file that may be asked for: no path of a request ever reaches the disk."""
    root = Path(settings.STATIC)
    return {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}


def asset(request: HttpRequest, name: str) -> HttpResponse:
    """One of them."""
    file = assets().get(name)
    if file is None:
        raise Http404
    content = file.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    return HttpResponse(content, content_type=kind + charset, headers=headers)
