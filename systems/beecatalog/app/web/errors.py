"""Friendly pages for what went wrong, in the reader's language; JSON for programs."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def problem_page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """One error, said once: what happened and what to do next."""
    if request.path.startswith(("/api/", "/graphql")):
        return JsonResponse({"detail": f"{title} {advice}"}, status=status)
    words = {"status": status, "title": title, "advice": advice}
    return render(request, "web/problem.html", words, status=status)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    limit = int(settings.UPLOAD_LIMIT) // 1_000_000
    advice = _("A file may have up to %(limit)s MB. Split yours into parts and upload each.")
    return problem_page(request, 413, _("That is too large."), advice % {"limit": limit})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where a body was longer than it said."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    advice = _("Go back, reload the page and try once more.")
    return problem_page(request, 400, _("We couldn't read that request."), advice)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return problem_page(request, 403, _("You may not do that."), _("Log in with another account."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 of a form that this site didn't give out."""
    advice = _("Go back, reload the page and send it again; nothing was changed.")
    return problem_page(request, 403, _("This form is out of date."), advice)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404."""
    advice = _("It may have been removed, or belong to another account.")
    return problem_page(request, 404, _("There is nothing here."), advice)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429."""
    minutes = max(1, round(seconds / 60))
    advice = _("Try again in %(minutes)s minutes.") % {"minutes": minutes}
    response = problem_page(request, 429, _("Too many attempts."), advice)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    advice = _("Nothing that was saved is lost. Try again in a moment.")
    return problem_page(request, 500, _("Something broke on our side."), advice)
