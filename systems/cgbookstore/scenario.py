"""What the bookstore's users do, for Locust.

`SYSTEM_DATA=var/cgbookstore locust -f systems/cgbookstore/scenario.py --host http://127.0.0.1:8001`
"""

from __future__ import annotations

import html
import json
import random
import re
from pathlib import Path

from locust import HttpUser, between, tag, task

from systems.cgbookstore.folder import DataFolder

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
BOOK = re.compile(r'href="(/books/[^/"?]+/)"')
TOPIC = re.compile(r'href="(/debates/(?!new/|moderation/)[^/"?]+/)"')
EDITION = re.compile(r'action="(/cart/add/\d+/)"')
POST = re.compile(r'action="(/posts/\d+/vote/)"')
SEARCHES = [
    "machado",
    "dom casmurro",
    "shakespeare",
    "alice",
    "sertão",
    "noite",
    "wind",
    "dostoiévski",
]
dice = random.Random()  # noqa: S311 (whom to send where, not a secret)


def accounts(role: str) -> list[dict[str, str]]:
    """The accounts of a role that the seed made."""
    file: Path = DataFolder.current().credentials
    return [each for each in json.loads(file.read_text())["accounts"] if each["role"] == role]


class Shopper(HttpUser):
    """What every user can do."""

    abstract = True
    wait_time = between(0.5, 2.0)
    page = ""

    def read(self, path: str, name: str) -> str:
        """Open a page and remember it."""
        with self.client.get(path, name=name, catch_response=True) as response:
            self.page = response.text or ""
            if "<html" not in self.page:
                response.failure("no page")
        return self.page

    def send(self, path: str, name: str, **fields: str) -> None:
        """Send a form of the page that is open."""
        token = TOKEN.search(self.page)
        if token:
            data = {"csrfmiddlewaretoken": token[1], **fields}
            self.page = self.client.post(path, data, name=name).text or ""

    def one_of(self, pattern: re.Pattern[str], default: str = "") -> str:
        """An address of the page that is open."""
        found = sorted(set(pattern.findall(self.page)))
        return html.unescape(dice.choice(found)) if found else default

    def open_book(self) -> None:
        """Open a book that the page names."""
        if path := self.one_of(BOOK):
            self.read(path, "/books/[book]/")

    def open_topic(self) -> None:
        """Open a debate that the page names."""
        if path := self.one_of(TOPIC):
            self.read(path, "/debates/[topic]/")


class Visitor(Shopper):
    """Looks around, and has no account."""

    weight = 6

    @task(4)
    def browse(self) -> None:
        """Front page, list, book."""
        self.read("/", "/")
        self.read(f"/books/?page={dice.randrange(1, 200)}", "/books/")
        self.open_book()

    @task(3)
    def look_for(self) -> None:
        """Search, then open what was found."""
        self.read(f"/books/?q={dice.choice(SEARCHES)}", "/books/?q=")
        self.open_book()

    @task(3)
    def listen(self) -> None:
        """Read a debate."""
        self.read("/debates/", "/debates/")
        self.open_topic()

    @tag("api")
    @task(1)
    def ask_as_program(self) -> None:
        """Read the interface."""
        self.client.get(f"/api/books/?page={dice.randrange(1, 100)}", name="/api/books/")


class Reader(Shopper):
    """Has an account: debates, keeps shelves and orders."""

    weight = 4

    def on_start(self) -> None:
        """Log in as one of those whom the seed made."""
        account = dice.choice(accounts("reader"))
        self.read("/account/login/", "/account/login/")
        self.send(
            "/account/login/",
            "/account/login/ (send)",
            username=account["username"],
            password=account["password"],
        )

    @task(5)
    def debate(self) -> None:
        """Read a debate, vote, and now and then answer."""
        self.read("/debates/", "/debates/")
        self.open_topic()
        if path := self.one_of(POST):
            self.send(path, "/posts/[post]/vote/", vote=dice.choice(["up", "up", "down"]))
        topic = re.search(r'action="(/debates/[^"]+/answer/)"', self.page)
        if topic and dice.random() < 0.2:
            text = "Concordo, e leria de novo."
            self.send(topic[1], "/debates/[topic]/answer/", text=text)

    @task(3)
    def keep(self) -> None:
        """Put a book on a shelf, then look at the shelves."""
        self.read(f"/books/?page={dice.randrange(1, 50)}", "/books/")
        self.open_book()
        shelf = re.search(r'action="(/books/[^"]+/shelf/)"', self.page)
        if shelf:
            choice = dice.choice(["reading", "read", "wanted"])
            self.send(shelf[1], "/books/[book]/shelf/", shelf=choice)
        self.read("/shelves/", "/shelves/")

    @task(1)
    def order(self) -> None:
        """Buy a book."""
        self.read(f"/books/?q={dice.choice(SEARCHES)}", "/books/?q=")
        self.open_book()
        if path := self.one_of(EDITION):
            self.send(path, "/cart/add/[edition]/")
            if 'name="postcode"' not in self.read("/checkout/", "/checkout/"):
                return
            self.send(
                "/checkout/",
                "/checkout/ (send)",
                name="Ana Teste",
                street="Rua da Aurora, 10",
                city="Recife",
                postcode="50050-000",
            )
        self.read("/orders/", "/orders/")


class Staff(Shopper):
    """Reads the sales report: seldom, but it is long."""

    weight = 1
    fixed_count = 1
    wait_time = between(10, 20)

    def on_start(self) -> None:
        """Log in as the one who may."""
        account = accounts("admin")[0]
        self.read("/account/login/", "/account/login/")
        self.send(
            "/account/login/",
            "/account/login/ (send)",
            username=account["username"],
            password=account["password"],
        )

    @task
    def sales(self) -> None:
        """Open the report."""
        self.read("/orders/report/", "/orders/report/")
