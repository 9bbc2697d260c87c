"""A visitor without a browser: opens pages and sends their forms."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor(httpx.Client):
    """Keeps cookies, follows redirects, and sends the token that a form needs."""

    def __init__(self, url: str, language: str) -> None:
        super().__init__(
            base_url=url,
            follow_redirects=True,
            timeout=60,
            headers={"Accept-Language": language},
        )
        self._token = ""
        self._token_of: str | None = None

    def log_in(self, username: str, password: str) -> httpx.Response:
        """Log in by the form."""
        answer = self.send_form("/account/login/", username=username, password=password)
        assert answer.status_code == 200, answer.text
        return answer

    def token(self) -> str:
        """The token that the visitor's forms need."""
        if not self._token or self._token_of != self.cookies.get("csrftoken"):
            page = "/account/" if self.cookies.get("sessionid") else "/account/login/"
            found = TOKEN.search(self.get(page, follow_redirects=True).text)
            assert found is not None
            self._token = found[1]
            self._token_of = self.cookies.get("csrftoken")
        return self._token

    def send_form(self, path: str, *, files: Any = None, **fields: str) -> httpx.Response:
        """Send a form with the token that it needs."""
        data = {"csrfmiddlewaretoken": self.token(), **fields}
        return self.post(path, data=data, files=files)

    def links(self, path: str, pattern: str) -> list[str]:
        """What the groups of a pattern find on a page."""
        return [html.unescape(each) for each in re.findall(pattern, self.get(path).text)]


def statements(answer: httpx.Response) -> int:
    """How many SQL statements an answer took."""
    found = re.search(r'sql;desc="(\d+)"', answer.headers["Server-Timing"])
    assert found is not None
    return int(found[1])
