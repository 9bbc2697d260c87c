"""A seeded data folder, a served system for each form, and sellers who use it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import django
import pytest

from systems.beecatalog.app.form import FORMS
from systems.served import ROOT, Served, served
from systems.visits import browser

os.environ["BEECATALOG_DATA"] = "/nonexistent/beecatalog-unit-tests"
os.environ["DJANGO_SETTINGS_MODULE"] = "systems.beecatalog.app.settings"
django.setup()

from systems.beecatalog.tests.seller import Seller  # noqa: E402 - needs the settings

LIMIT_MB = 6


def pytest_configure(config: pytest.Config) -> None:
    """Pages that say that they are XML are read as HTML on purpose."""
    config.addinivalue_line("filterwarnings", "ignore::bs4.XMLParsedAsHTMLWarning")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was seeded at scale 1."""
    folder = tmp_path_factory.mktemp("beecatalog")
    command = [sys.executable, "-m", "systems.beecatalog.seed", "--data", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session", params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each form that is built: every one must pass the same tests."""
    return str(request.param)


@pytest.fixture(scope="session")
def site(form: str, data: Path) -> Iterator[Served]:
    """The system in that form."""
    environment = {
        "FORM": form,
        "MEASURE": "1",
        "SCRAPE_PAUSE": "0.001",
        "UPLOAD_LIMIT_MB": str(LIMIT_MB),
        "AI_PROVIDER": "offline",
    }
    with served("beecatalog", data, environment) as found:
        yield found


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Numbers that no seller has yet."""
    return count(1)


@pytest.fixture
def new_seller(site: Served, numbers: Iterator[int]) -> Iterator[Callable[[], Seller]]:
    """Makes sellers with accounts of their own."""
    made: list[Seller] = []

    def make() -> Seller:
        made.append(Seller(site.url, f"person{next(numbers)}@example.org"))
        made[-1].sign_up()
        return made[-1]

    yield make
    for one in made:
        one.http.close()


@pytest.fixture
def seller(new_seller: Callable[[], Seller]) -> Seller:
    """A seller without products."""
    return new_seller()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with browser() as found:
        yield found
