"""What the users of Omni Keywords Finder do, for Locust.

The accounts are in credentials.json of the data folder that SYSTEM_DATA names.
"""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path
from typing import Any

from locust import HttpUser, between, task

_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_NICHE = re.compile(r'href="/niches/(\d+)"')
_KEYWORD = re.compile(r'href="/keywords/(\d+)"')
_SUGGESTION = re.compile(r'name="keyword" id="s\d+" value="([^"]+)"')
_INTENTS = ("informational", "commercial", "transactional", "comparison")
_WORDS = ("melhor", "best", "price", "como", "tenis", "coffee", "online", "for", "preco")


def _accounts(role: str) -> list[dict[str, str]]:
    data = Path(os.environ.get("SYSTEM_DATA", "var/omni_keywords"))
    found = json.loads((data / "credentials.json").read_text())["accounts"]
    return [one for one in found if one["role"] == role]


class Person(HttpUser):
    """Somebody with a browser."""

    abstract = True
    role = "viewer"
    wait_time = between(0.5, 2.0)

    def on_start(self) -> None:
        """Log in, and see the first page."""
        # Chance that decides what a user does next is no secret.
        self.chance = random.Random()  # noqa: S311
        self.account = self.chance.choice(_accounts(self.role))
        self.csrf = ""
        self.open("/login")
        given = {"email": self.account["email"], "password": self.account["password"]}
        page = self.send("/login", given)
        self.niches = _NICHE.findall(page)

    def open(self, path: str, name: str | None = None) -> str:
        """Ask for a page, and remember its token."""
        page: str = self.client.get(path, name=name or path).text
        if found := _CSRF.search(page):
            self.csrf = found[1]
        return page

    def send(self, path: str, values: dict[str, Any], name: str | None = None) -> str:
        """Send a form."""
        given = {"csrf_token": self.csrf, **values}
        page: str = self.client.post(path, data=given, name=name or path).text
        if found := _CSRF.search(page):
            self.csrf = found[1]
        return page

    @property
    def niche(self) -> str:
        """The path of one of the account's niches."""
        return f"/niches/{self.chance.choice(self.niches)}"


class Reader(Person):
    """Somebody who looks for what to write next."""

    weight = 6

    @task(3)
    def overview(self) -> None:
        """From the first page into a niche."""
        self.open("/")
        self.open(self.niche, "/niches/[id]")

    @task(6)
    def keywords(self) -> None:
        """Filter and sort the table, and open a keyword of it."""
        niche = self.niche
        self.open(f"{niche}/keywords", "/niches/[id]/keywords")
        asked = f"intent={self.chance.choice(_INTENTS)}&sort=volume&q={self.chance.choice(_WORDS)}"
        page = self.open(f"{niche}/keywords?{asked}", "/niches/[id]/keywords?[filters]")
        if found := _KEYWORD.findall(page):
            self.open(f"/keywords/{self.chance.choice(found)}", "/keywords/[id]")

    @task(4)
    def opportunities(self) -> None:
        """See what to write for first."""
        self.open(f"{self.niche}/opportunities", "/niches/[id]/opportunities")

    @task(2)
    def clusters(self) -> None:
        """See which keywords belong together."""
        self.open(f"{self.niche}/clusters", "/niches/[id]/clusters")

    @task(2)
    def search(self) -> None:
        """Search through all niches."""
        self.open(f"/search?q={self.chance.choice(_WORDS)}", "/search?q=[words]")

    @task(1)
    def export(self) -> None:
        """Take a niche along."""
        self.client.get(f"{self.niche}/export.csv", name="/niches/[id]/export.csv")


class Editor(Person):
    """Somebody who brings keywords and corrects them."""

    weight = 2
    role = "editor"

    @task(2)
    def bring(self) -> None:
        """Paste a short list, and read what became of it."""
        niche = self.niche
        self.open(f"{niche}/import", "/niches/[id]/import")
        number = self.chance.randrange(10**9)
        texts = [f"{word} {number} {turn}" for turn, word in enumerate(_WORDS[:4])]
        given = {"reader": "text", "pasted": "\n".join(texts), "category": "0", "first_row": "1"}
        self.send(f"{niche}/import", given, "/niches/[id]/import (post)")

    @task(2)
    def expand(self) -> None:
        """Make more of a keyword, and add a few of the suggestions."""
        niche = self.niche
        self.open(f"{niche}/expand", "/niches/[id]/expand")
        keyword = f"{self.chance.choice(_WORDS)} {self.chance.randrange(10**6)}"
        given = {"keywords": keyword, "kinds": "questions", "category": "0"}
        page = self.send(f"{niche}/expand", given, "/niches/[id]/expand (post)")
        chosen = {"keyword": _SUGGESTION.findall(page)[:3], "category": "0"}
        self.send(f"{niche}/expand/add", chosen, "/niches/[id]/expand/add")

    @task(3)
    def correct(self) -> None:
        """Open a keyword and say what it costs."""
        page = self.open(f"{self.niche}/keywords", "/niches/[id]/keywords")
        if found := _KEYWORD.findall(page):
            path = f"/keywords/{self.chance.choice(found)}"
            self.open(path, "/keywords/[id]")
            given = {"category": "0", "volume": "120", "cpc": "1.10", "competition": "0.4"}
            self.send(path, given, "/keywords/[id] (post)")


class Program(HttpUser):
    """Somebody's program, by its key."""

    weight = 1
    wait_time = between(0.5, 2.0)

    def on_start(self) -> None:
        """Show the key with every request."""
        token = _accounts("viewer")[0]["token"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        self.niches = [one["id"] for one in self.client.get("/api/v1/niches").json()["niches"]]

    @task
    def read(self) -> None:
        """Read the best keywords of a niche."""
        number = random.choice(self.niches)  # noqa: S311
        path = f"/api/v1/niches/{number}/keywords?per_page=100"
        self.client.get(path, name="/api/v1/niches/[id]/keywords")
