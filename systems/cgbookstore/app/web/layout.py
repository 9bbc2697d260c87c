"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, Any]:
    """How many books are in the cart, and the address to come back to."""
    session = getattr(request, "session", {})
    return {
        "in_cart": sum(session.get("cart", {}).values()),
        "here": request.get_full_path(),
    }
