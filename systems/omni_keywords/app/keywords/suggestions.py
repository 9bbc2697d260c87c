"""A suggestion service, where the administrator sets one: off unless SUGGESTIONS_URL says which.

The answer is what browsers take for their search box (OpenSearch suggestions):
`["tênis", ["tênis de corrida", "tênis branco"]]`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from systems.omni_keywords.app.keywords.expand import ProviderError

_SECONDS = 3.0
_BYTES = 200_000
_MOST = 50


@dataclass(frozen=True)
class OpenSearchSuggestions:
    """A service that speaks the OpenSearch suggestion format."""

    url: str
    """With {query} and, if it knows languages, {language} where they belong."""
    name: str = "service"

    def suggest(self, keyword: str, language: str) -> Sequence[str]:
        """What the service suggests for a keyword."""
        query = httpx.QueryParams({"q": keyword})
        url = self.url.replace("{query}", str(query)[2:]).replace("{language}", language)
        try:
            with httpx.stream("GET", url, timeout=_SECONDS, follow_redirects=False) as response:
                response.raise_for_status()
                body = b""
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > _BYTES:
                        raise ProviderError("the answer is too long")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderError(str(error)) from error
        return _read(body)


def _read(body: bytes) -> list[str]:
    try:
        answer = json.loads(body)
        texts = answer[1]
    except (ValueError, LookupError, TypeError) as error:
        raise ProviderError("the answer isn't in the OpenSearch format") from error
    if not isinstance(texts, list):
        raise ProviderError("the answer isn't in the OpenSearch format")
    return [text for text in texts if isinstance(text, str)][:_MOST]
