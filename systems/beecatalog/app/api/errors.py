"""What the API answers when a file can't be read."""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from systems.beecatalog.app.reading.errors import UnreadableError


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """A sentence instead of a failure."""
    if isinstance(error, UnreadableError):
        return Response({"file": [error.text]}, status=status.HTTP_400_BAD_REQUEST)
    return exception_handler(error, context)
