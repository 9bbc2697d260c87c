"""One HTTP call to a model's service; what goes wrong there is said in one way."""

from __future__ import annotations

from typing import Any

import httpx

from systems.bi_solution.app.providers.provider import ProviderFailedError

SECONDS = 30.0
LARGEST = 1_000_000


def post(url: str, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """The JSON object that a service answers.

    Raises:
        ProviderFailedError: it can't be reached, refuses, or answers something else.
    """
    try:
        response = httpx.post(url, headers=headers, json=body, timeout=SECONDS)
    except httpx.HTTPError as error:
        raise ProviderFailedError("The model's service can't be reached.") from error
    if not response.is_success:
        raise ProviderFailedError(f"The model's service answered {response.status_code}.")
    if len(response.content) > LARGEST:
        raise ProviderFailedError("The model's service answered too much.")
    try:
        found = response.json()
    except ValueError as error:
        raise ProviderFailedError("The model's service didn't answer JSON.") from error
    if not isinstance(found, dict):
        raise ProviderFailedError("The model's service answered something else.")
    return found
