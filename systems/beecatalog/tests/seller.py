"""A seller who uses the system over HTTP, as a browser without JavaScript would."""

from __future__ import annotations

import re
from typing import Any

import httpx

PASSWORD = "abelha-rainha-27"
TABLE = "SKU;Produto;Marca;Preço;EAN;NCM;Estoque;Link;Imagens\n"
ROWS = (
    "A1;Camiseta azul de algodão;Pampa;R$ 1.234,50;2584702769963;61091000;3;"
    "http://loja-demo.test/p/3;http://loja-demo.test/img/3-1.jpg\n"
    "A2;Caneca;;19,90;;;;;\n"
)


class Seller:
    """An account and its session."""

    def __init__(self, url: str, email: str) -> None:
        self.email = email
        self.http = httpx.Client(base_url=url, timeout=60, headers={"Accept-Language": "en"})

    @property
    def token(self) -> str:
        """The token against forged requests."""
        if "bee_csrf" not in self.http.cookies:
            self.http.get("/log-in/")
        return self.http.cookies["bee_csrf"]

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form."""
        form = {"csrfmiddlewaretoken": self.token, **(data or {})}
        return self.http.post(path, data=form, **more)

    def api(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask the REST API."""
        headers = {"X-CSRFToken": self.token}
        return self.http.request(method, f"/api/v1{path}", headers=headers, **more)

    def graphql(self, question: str, **values: Any) -> httpx.Response:
        """Ask by GraphQL."""
        body = {"query": question, "variables": values}
        return self.http.post("/graphql", json=body, headers={"X-CSRFToken": self.token})

    def sign_up(self) -> httpx.Response:
        """Make the account."""
        values = {"name": "Zé da Loja", "email": self.email, "password": PASSWORD}
        answer = self.post("/sign-up/", values)
        assert answer.status_code == 302, answer.text
        return answer

    def log_in(self, password: str = PASSWORD, **more: str) -> httpx.Response:
        """Use the account."""
        return self.post("/log-in/", {"email": self.email, "password": password, **more})

    def upload(self, content: bytes | str, name: str = "produtos.csv") -> httpx.Response:
        """Upload a file of products."""
        raw = content.encode() if isinstance(content, str) else content
        return self.post("/batches/", files={"file": (name, raw)})

    def batch(self, content: bytes | str = TABLE + ROWS, name: str = "produtos.csv") -> int:
        """Upload a file that can be read; returns the batch's number."""
        answer = self.upload(content, name)
        assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.text)
        return int(answer.headers["Location"].strip("/").rpartition("/")[2])

    def products(self, batch: int) -> list[dict[str, Any]]:
        """The products of a batch, whole."""
        lines = self.api("GET", f"/batches/{batch}/products/").json()["results"]
        return [self.api("GET", f"/products/{line['id']}/").json() for line in lines]
