"""Refuses requests that are larger than anything the bookstore takes, before reading them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from systems.cgbookstore.app.web.errors import error_page

ENVELOPE = 64 * 1024
"""Room for the rest of a form beside its file."""


def limit_requests(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 by the length that the request declares; the body is then never read."""

    def limited(request: HttpRequest) -> HttpResponse:
        limit = settings.IMPORT_MAX_BYTES
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > limit + ENVELOPE:
            response = error_page(
                request,
                413,
                _("This is too large: at most %(size)s can be sent at once.")
                % {"size": filesizeformat(limit)},
            )
            response["Connection"] = "close"
            return response
        return answer(request)

    return limited
