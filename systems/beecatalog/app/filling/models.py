"""Gemini and OpenAI, spoken to by plain HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx

from systems.beecatalog.app.filling.brief import Brief, NoAnswerError
from systems.beecatalog.app.filling.prompt import RULES, question

TIMEOUT = httpx.Timeout(30.0)
LARGEST = 200_000
"""Bytes of an answer; a listing has a few thousand."""


def ask(url: str, headers: dict[str, str], body: dict[str, Any]) -> Any:
    """The JSON that a model's service answers."""
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client,
            client.stream("POST", url, headers=headers, json=body) as response,
        ):
            raw = bytearray()
            for piece in response.iter_bytes(65_536):
                raw += piece
                if len(raw) > LARGEST:
                    raise NoAnswerError("the answer is too large")
            if response.status_code != 200:
                raise NoAnswerError(f"the service answered {response.status_code}")
        return json.loads(raw)
    except (httpx.HTTPError, ValueError, RecursionError) as error:
        raise NoAnswerError(type(error).__name__) from error


def listing_in(text: Any) -> dict[str, Any]:
    """The object that a model wrote; some put it between fences."""
    if not isinstance(text, str):
        raise NoAnswerError("the answer holds no text")
    plain = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        found = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise NoAnswerError("the answer isn't JSON") from error
    if not isinstance(found, dict):
        raise NoAnswerError("the answer isn't an object")
    return found


class Gemini:
    """Google's models (generateContent)."""

    name = "gemini"

    def __init__(self, key: str, url: str, model: str) -> None:
        self._headers = {"x-goog-api-key": key}
        self._url = f"{url.rstrip('/')}/v1beta/models/{model}:generateContent"

    def write(self, brief: Brief) -> dict[str, Any]:
        """A listing by Gemini."""
        body = {
            "systemInstruction": {"parts": [{"text": RULES}]},
            "contents": [{"role": "user", "parts": [{"text": question(brief)}]}],
            "generationConfig": {"responseMimeType": "application/json", "temperature": 0.2},
        }
        answer = ask(self._url, self._headers, body)
        try:
            text = answer["candidates"][0]["content"]["parts"][0]["text"]
        except (KeyError, IndexError, TypeError) as error:
            raise NoAnswerError("the answer has no candidate") from error
        return listing_in(text)


class OpenAI:
    """OpenAI's models (chat completions)."""

    name = "openai"

    def __init__(self, key: str, url: str, model: str) -> None:
        self._headers = {"Authorization": f"Bearer {key}"}
        self._url = f"{url.rstrip('/')}/v1/chat/completions"
        self._model = model

    def write(self, brief: Brief) -> dict[str, Any]:
        """A listing by OpenAI."""
        body = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": RULES},
                {"role": "user", "content": question(brief)},
            ],
            "response_format": {"type": "json_object"},
            "temperature": 0.2,
        }
        answer = ask(self._url, self._headers, body)
        try:
            text = answer["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise NoAnswerError("the answer has no choice") from error
        return listing_in(text)
