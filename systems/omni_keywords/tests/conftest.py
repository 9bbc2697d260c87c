"""A small seeded system, copied for each test, and people who use it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from rich.progress import Progress

from systems.omni_keywords.app import create_app, passwords, settings
from systems.omni_keywords.seed import Size, seed
from systems.served import Served, served
from systems.visits import browser

SIZE = Size(niches=3, keywords=120, grouped=12)
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Person:
    """Somebody with a browser: pages are asked for and forms are sent as a browser would."""

    def __init__(self, client: FlaskClient, account: dict[str, str]) -> None:
        self.client = client
        self.account = account

    def get(self, path: str, **options: Any) -> Any:
        """Ask for a page."""
        return self.client.get(path, **options)

    def send(self, path: str, values: dict[str, Any] | None = None, **options: Any) -> Any:
        """Send a form with the token of this session."""
        page = self.client.get("/account" if self.account else "/login").text
        given = {"csrf_token": _CSRF.search(page)[1], **(values or {})}
        return self.client.post(path, data=given, **options)

    def log_in(self, **options: Any) -> Any:
        """Log in with what credentials.json says."""
        page = self.client.get("/login").text
        given = {name: self.account[name] for name in ("email", "password")}
        token = _CSRF.search(page)[1]
        return self.client.post("/login", data={"csrf_token": token, **given}, **options)

    def bring(self, text: str | bytes, reader: str = "text", niche: int = 1, **more: Any) -> Any:
        """Import a pasted text, or a file if it is bytes, and see the run."""
        given: dict[str, Any] = {"reader": reader, "category": "0", "first_row": "1", **more}
        if isinstance(text, bytes):
            import io

            given["file"] = (io.BytesIO(text), more.pop("name", "keywords.csv"))
            given.pop("name", None)
        else:
            given["pasted"] = text
        return self.send(f"/niches/{niche}/import", given, follow_redirects=True)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords at the least cost that Argon2 allows: hundreds of tests log in."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", cheap)
        yield


@pytest.fixture(scope="session")
def seeded(cheap_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small system's data folder; never changed."""
    data = tmp_path_factory.mktemp("omni")
    with Progress(disable=True) as progress:
        seed(data, SIZE, progress)
    return data


@pytest.fixture(params=settings.FORMS)
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every form that there is."""
    monkeypatch.setenv("FORM", request.param)
    return str(request.param)


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    """A copy of the data folder, to be changed."""
    return Path(shutil.copytree(seeded, tmp_path / "data"))


@pytest.fixture(scope="session")
def applications() -> dict[str, Flask]:
    """The application in each form, made once: its templates are compiled once."""
    return {}


@pytest.fixture
def app(data: Path, form: str, applications: dict[str, Flask]) -> Flask:
    """The application on a copy of the data."""
    if form not in applications:
        applications[form] = create_app(settings.load(data))
    applications[form].config["SETTINGS"] = settings.load(data)
    return applications[form]


@pytest.fixture
def accounts(seeded: Path) -> list[dict[str, str]]:
    """Everybody: admin, editor, second editor, viewer."""
    found: list[dict[str, str]] = json.loads((seeded / "credentials.json").read_text())["accounts"]
    return found


@pytest.fixture
def enter(app: Flask, accounts: list[dict[str, str]]) -> Callable[[str], Person]:
    """Log somebody in by the name before the @ of their address."""

    def come(name: str) -> Person:
        account = next(one for one in accounts if one["email"].startswith(f"{name}@"))
        person = Person(app.test_client(), account)
        assert person.log_in().status_code == 302
        return person

    return come


@pytest.fixture
def admin(enter: Callable[[str], Person]) -> Person:
    """The administrator."""
    return enter("admin")


@pytest.fixture
def editor(enter: Callable[[str], Person]) -> Person:
    """An editor, who works on niches 1 and 2 and not on 3."""
    return enter("editor")


@pytest.fixture
def viewer(enter: Callable[[str], Person]) -> Person:
    """A viewer, who sees niches 1 and 2 and not 3."""
    return enter("viewer")


@pytest.fixture
def stranger(app: Flask) -> Person:
    """Somebody who isn't logged in."""
    return Person(app.test_client(), {})


@pytest.fixture(scope="session")
def system(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The system, served on a copy of the data."""
    copy = shutil.copytree(seeded, tmp_path_factory.mktemp("served") / "data")
    with served("omni_keywords", Path(copy), {"MEASURE": "1"}) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with browser() as found:
        yield found
