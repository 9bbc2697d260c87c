"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from systems.beecatalog.app.filling.choose import chosen_name


def provider(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Who writes listings: readers are told."""
    return {"provider": chosen_name()}
