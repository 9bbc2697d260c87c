"""How much a request may carry: little from strangers, a whole file from a seller."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase

from systems.beecatalog.app.web.errors import too_large

STRANGER = 100_000
"""Bytes that somebody who isn't logged in may send: a form, no file."""


def limit_for(request: HttpRequest) -> int:
    """Bytes that this request's body may have."""
    if not request.user.is_authenticated:
        return STRANGER
    if (request.content_type or "").startswith("multipart/"):
        return int(settings.UPLOAD_LIMIT)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class LimitBody:
    """Refuses a body that says that it is too large, before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit_for(request):
            return too_large(request)
        settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
        return self.get_response(request)


class CountedFile(TemporaryFileUploadHandler):
    """Streams a file to the disk, and counts: what a request says of its length may be untrue."""

    total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece of the file."""
        self.total += len(raw_data)
        if self.request is not None and self.total > limit_for(self.request):
            self.file.close()
            raise RequestDataTooBig
        super().receive_data_chunk(raw_data, start)
