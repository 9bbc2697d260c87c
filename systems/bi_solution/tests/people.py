"""A vocabulary for the tests: people who log in and ask."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import httpx

with warnings.catch_warnings():
    # It works with httpx, and warns that another client will be wanted one day.
    warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")
    from starlette.testclient import TestClient


class Person:
    """Somebody with a browser, logged in or not."""

    def __init__(self, app: Any, data: Path, *, language: str = "en") -> None:
        self.data = data
        self.client = TestClient(
            app,
            base_url="http://testserver",
            headers={"accept-language": language},
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def token(self, path: str = "/login") -> str:
        """The token that a page's forms carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get(path).text)
        assert found
        return found[1]

    def login(self, username: str, password: str | None = None, **more: str) -> httpx.Response:
        """Log in with the seeded password, or with another."""
        known = json.loads((self.data / "credentials.json").read_text())
        fields = {"username": username, "password": password or known.get(username, "nothing")}
        return self.client.post("/login", data={"csrf": self.token(), **fields, **more})

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Open a page."""
        return self.client.get(path, **more)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form of ours."""
        return self.client.post(path, data={"csrf": self.token("/"), **fields})

    def chat(self, question: str, conversation: str | None = None) -> Any:
        """Ask by the API and return the reply."""
        response = self.chat_response({"question": question, "conversation": conversation})
        assert response.status_code == 200, response.text
        return response.json()

    def chat_response(self, body: Any) -> httpx.Response:
        """Ask by the API and return the whole response."""
        csrf = self.client.get("/api/v1/me").json()["csrf"]
        return self.client.post("/api/v1/chat", json=body, headers={"x-csrf-token": csrf})
