"""What users do all day, for Locust: `locust -f systems/bi_solution/scenario.py --host URL`.

Accounts are read from credentials.json of the data folder that SYSTEM_DATA names.
"""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path
from typing import Any

from locust import HttpUser, between, task

from systems.bi_solution.app.settings import DEFAULT_DATA

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_FOLDER = Path(os.environ.get("SYSTEM_DATA") or DEFAULT_DATA)
_chance = random.Random(2017)  # noqa: S311 - load, not cryptography

QUESTIONS = (
    ("Qual foi a receita em {month}?", "e por loja?"),
    ("Top 10 produtos mais vendidos na loja {store}", "só mercearia"),
    ("Quais segmentos estão com ruptura?", "e na loja {store}?"),
    ("Ticket médio por dia da semana", "e em {month}?"),
    ("Crescimento das vendas por segmento em {month}", "e por fornecedor?"),
    ("Quantos clientes compraram na loja {store}?", "e em {month}?"),
)
MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro".split()
STORES = (367, 406, 429, 361, 343, 356, 292, 381, 31782, 323)
SEGMENTS = {
    "mercearia": ("GROCERY", "NUTRITION"),
    "frescos": ("PRODUCE", "MEAT", "DELI"),
    "bazar": ("DRUG GM", "COSMETICS"),
}
PERIODS = ("year", "q1", "q2", "q3", "q4", "3m", "30d", "7d")


class Reader(HttpUser):
    """Somebody who is logged in, with the token of their forms."""

    abstract = True
    wait_time = between(0.5, 2.0)
    usernames: tuple[str, ...] = ()

    def on_start(self) -> None:
        """Log in with one of the seeded accounts."""
        self.client.headers["Accept-Language"] = "pt-BR"
        accounts = json.loads((_FOLDER / "credentials.json").read_text(encoding="utf-8"))
        self.username = _chance.choice(self.usernames)
        fields = {
            "csrf": _token(self.client.get("/login", name="/login").text),
            "username": self.username,
            "password": accounts[self.username],
            "next": "/",
        }
        self.client.post("/login", data=fields, name="/login [post]")
        self.csrf = self.client.get("/api/v1/me", name="/api/v1/me").json()["csrf"]

    def chat(self, question: str, conversation: str | None = None) -> Any:
        """Ask by the API."""
        body = {
            "question": question.format(month=_chance.choice(MONTHS), store=_chance.choice(STORES)),
            "conversation": conversation,
        }
        response = self.client.post(
            "/api/v1/chat",
            json=body,
            headers={"X-CSRF-Token": self.csrf},
            name="/api/v1/chat" + (" [follow-up]" if conversation else ""),
        )
        return response.json() if response.ok else {}

    def dashboard(self, page: str) -> None:
        """Open a page for a period, and often for a segment."""
        query = f"?period={_chance.choice(PERIODS)}"
        if self.username in SEGMENTS and _chance.random() < 0.5:
            query += f"&segment={_chance.choice(SEGMENTS[self.username])}"
        self.client.get(f"/{page}{query}", name=f"/{page}")


class Analyst(Reader):
    """Asks questions and follows them up, and opens the dashboards of the own segments."""

    weight = 8
    usernames = tuple(SEGMENTS)

    @task(10)
    def ask(self) -> None:
        """Ask, and mostly go on."""
        question, follow_up = _chance.choice(QUESTIONS)
        reply = self.chat(question)
        if reply and _chance.random() < 0.6:
            self.chat(follow_up, reply["conversation"])

    @task(2)
    def read_again(self) -> None:
        """Open a conversation of before."""
        page = self.client.get("/", name="/").text
        found = re.findall(r'href="/c/([^"]+)"', page)
        if found:
            self.client.get(f"/c/{_chance.choice(found)}", name="/c/{key}")

    @task(4)
    def look(self) -> None:
        """Open a dashboard."""
        self.dashboard(_chance.choice(("dashboard", "products", "stockouts", "suppliers")))


class Director(Reader):
    """Sees everything: opens the summary, the curve and the forecast, and takes files along."""

    weight = 2
    usernames = ("diretoria",)

    @task(4)
    def summary(self) -> None:
        """Open the summary."""
        self.dashboard("dashboard")

    @task(2)
    def curve(self) -> None:
        """Open the ABC curve."""
        self.dashboard("abc")

    @task(2)
    def forecast(self) -> None:
        """Open the forecast."""
        self.dashboard("forecast")

    @task(2)
    def ask(self) -> None:
        """Ask a question."""
        self.chat(_chance.choice(QUESTIONS)[0])

    @task(1)
    def export(self) -> None:
        """Take the suppliers along."""
        self.client.get("/export/suppliers.csv?period=q4", name="/export/{report}.csv")


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    return found[1] if found else ""
