"""Loaded by Locust beside a scenario: keeps every request, and writes them when the test ends.

Locust's own percentiles are rounded and count the warm-up; these are exact and begin after it.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

from locust import events

_STARTED: list[float] = []
_REQUESTS: list[tuple[str, float, int | None, str | None]] = []


def _start(**_: Any) -> None:
    _STARTED.append(time.monotonic())


def _request(
    request_type: str,
    name: str,
    response_time: float,
    response: Any = None,
    exception: BaseException | None = None,
    **_: Any,
) -> None:
    if not _STARTED or time.monotonic() - _STARTED[0] < float(os.environ["WARM_UP"]):
        return
    timing = getattr(response, "headers", None) or {}
    error = None if exception is None else f"{type(exception).__name__}: {exception}"[:200]
    statements = _statements(timing.get("Server-Timing", ""))
    _REQUESTS.append((f"{request_type} {name}", response_time, statements, error))


def _write(**_: Any) -> None:
    Path(os.environ["REQUESTS"]).write_text(json.dumps(_REQUESTS))


def _statements(header: str) -> int | None:
    """The number in `sql;desc="45"`."""
    for metric in header.split(","):
        name, *parameters = (part.strip() for part in metric.split(";"))
        if name == "sql":
            for parameter in parameters:
                if parameter.startswith("desc="):
                    return int(parameter.removeprefix("desc=").strip('"'))
    return None


# Locust leaves its hooks untyped.
_HOOKS: Any = events
_HOOKS.test_start.add_listener(_start)
_HOOKS.request.add_listener(_request)
_HOOKS.quitting.add_listener(_write)
