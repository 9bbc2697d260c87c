"""Numbers in addresses."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

_LARGEST = 2**63 - 1


class RowNumber(IntegerConverter):
    """A number that a row can have; with a larger one there is no such page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": _LARGEST, **kwargs})


def attach(app: Flask) -> None:
    """Let <int:...> stand for the number of a row, in every route that follows."""
    app.url_map.converters["int"] = RowNumber
