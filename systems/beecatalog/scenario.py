"""What BeeCatalog's users do, for Locust; accounts come from SYSTEM_DATA's credentials.json."""

from __future__ import annotations

import itertools
import json
import os
import random
from pathlib import Path

from locust import HttpUser, between, task

from systems.beecatalog.goods import HEADER, good

DATA = Path(os.environ.get("SYSTEM_DATA") or "var/beecatalog")
ACCOUNTS = json.loads((DATA / "credentials.json").read_text())["accounts"]
MARKETS = ("amazon-br", "mercado-livre", "shopee", "magalu")
next_account = itertools.cycle(ACCOUNTS).__next__
next_product = itertools.count(900_001).__next__
ROWS = 5
"""Products of a file that is uploaded: each is scraped and filled in while the request waits."""


class Seller(HttpUser):
    """Logs in, looks at batches, corrects products, and now and then brings a new file."""

    wait_time = between(0.5, 2.0)

    def on_start(self) -> None:
        """Log in."""
        account = next_account()
        self.client.get("/log-in/")
        self.client.post("/log-in/", {**account, **self.token()})
        self.batches: list[int] = []
        self.products: list[int] = []
        self.look_at_batches()

    def token(self) -> dict[str, str]:
        """The field that shows that a form is ours."""
        return {"csrfmiddlewaretoken": self.client.cookies.get("bee_csrf", "")}

    def headers(self) -> dict[str, str]:
        """The same for programs."""
        return {"X-CSRFToken": self.client.cookies.get("bee_csrf", "")}

    @task(3)
    def look_at_batches(self) -> None:
        """The list of batches."""
        self.client.get("/batches/")
        found = self.client.get("/api/v1/batches/").json()
        self.batches = [one["id"] for one in found.get("results", [])]

    @task(8)
    def look_at_a_batch(self) -> None:
        """A batch, a search in it, and how far it is."""
        if not self.batches:
            return
        batch = random.choice(self.batches)  # noqa: S311 - chance, not secrecy
        self.client.get(f"/batches/{batch}/", name="/batches/[id]/")
        path = f"/api/v1/batches/{batch}"
        found = self.client.get(
            f"{path}/products/", params={"q": "de"}, name="/api/v1/batches/[id]/products/"
        ).json()
        self.products = [one["id"] for one in found.get("results", [])]
        self.client.get(f"{path}/", name="/api/v1/batches/[id]/")

    @task(8)
    def review_a_product(self) -> None:
        """A product's page, and a correction."""
        if not self.products:
            return
        product = random.choice(self.products)  # noqa: S311
        self.client.get(f"/products/{product}/", name="/products/[id]/")
        self.client.patch(
            f"/api/v1/products/{product}/",
            json={"origin": random.choice(["Brasil", ""]), "reviewed": True},  # noqa: S311
            headers=self.headers(),
            name="/api/v1/products/[id]/",
        )

    @task(2)
    def look_back(self) -> None:
        """The history."""
        self.client.get("/history/")

    @task(1)
    def write_a_workbook(self) -> None:
        """A marketplace's spreadsheet, with its problems."""
        if not self.batches:
            return
        batch, market = random.choice(self.batches), random.choice(MARKETS)  # noqa: S311
        self.client.post(
            f"/batches/{batch}/write/{market}/", self.token(), name="/batches/[id]/write/[market]/"
        )

    @task(1)
    def bring_a_file(self) -> None:
        """Upload products, fill them in, and take the batch away again."""
        lines = [";".join(HEADER)]
        for _ in range(ROWS):
            cells = good(next_product()).row()
            lines.append(";".join(f'"{cell}"' for cell in cells))
        answer = self.client.post(
            "/api/v1/batches/",
            files={"file": ("lote.csv", "\n".join(lines).encode())},
            headers=self.headers(),
        )
        if answer.status_code != 201:
            return
        path = f"/api/v1/batches/{answer.json()['id']}/"
        self.client.post(
            f"{path}process/", headers=self.headers(), name="/api/v1/batches/[id]/process/"
        )
        self.client.delete(path, headers=self.headers(), name="/api/v1/batches/[id]/")
