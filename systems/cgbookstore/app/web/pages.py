"""Long lists, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(request: HttpRequest, found: Any, size: int) -> Page[Any]:
    """The page that the address asks for, or the nearest that there is."""
    return Paginator(found, size).get_page(request.GET.get("page"))
