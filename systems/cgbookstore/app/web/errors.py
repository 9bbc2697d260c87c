"""Friendly pages for what goes wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def error_page(request: HttpRequest, status: int, message: str | None = None) -> HttpResponse:
    """A page (or, for the interface, JSON) that says what happened and where to go on."""
    title, text = _words(status)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": message or text}, status=status)
    return render(
        request,
        "errors/error.html",
        {"status": status, "title": title, "text": message or text},
        status=status,
    )


def _words(status: int) -> tuple[str, str]:
    return {
        400: (_("That request can't be understood"), _("Something in it isn't as expected.")),
        403: (_("This isn't yours to open"), _("Your account may not do this.")),
        404: (_("This page isn't on our shelves"), _("It may have moved, or never existed.")),
        413: (_("Too large"), _("What you sent is larger than we take.")),
        429: (_("A little slower, please"), _("Too many attempts. Try again in a while.")),
    }.get(
        status,
        (_("Something broke on our side"), _("It was noted. Nothing you saved was lost.")),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404."""
    return error_page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, without touching the database: it may be what is broken."""
    title, text = _words(500)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": text}, status=500)
    return render(None, "errors/broken.html", {"title": title, "text": text}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer 403 to a form that didn't come from one of our own pages."""
    return error_page(
        request,
        403,
        _(
            "The form was too old or came from elsewhere. Go back, reload the page and send it "
            "again."
        ),
    )
