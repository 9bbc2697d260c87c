"""What the tests of CGBookStore share: a seeded folder, a served shop for each form, visitors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import httpx
import pytest
from hypothesis import settings

from systems.cgbookstore.folder import DataFolder
from systems.cgbookstore.form import FORMS
from systems.cgbookstore.tests.visitor import Visitor
from systems.served import ROOT, Served, served
from systems.visits import browser

# How long an example takes says more of the machine's other work than of the code.
settings.register_profile("cgbookstore", deadline=None)
settings.load_profile("cgbookstore")

# Django reads its settings once: those of a folder that only these tests use.
SCRATCH = DataFolder(Path(tempfile.mkdtemp(prefix="cgbookstore-")))
SCRATCH.use()
django.setup()


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(SCRATCH.path, ignore_errors=True)


def command(name: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run one of the system's commands as its users do."""
    return subprocess.run(
        [sys.executable, "-m", f"systems.cgbookstore.{name}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the seed fills it, which nobody has changed since."""
    folder = tmp_path_factory.mktemp("seeded")
    done = command("seed", "--data", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session", params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each form that is built."""
    return request.param


@pytest.fixture(scope="session")
def shop(form: str, seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served bookstore of one form."""
    folder = tmp_path_factory.mktemp(form) / "data"
    shutil.copytree(seeded, folder)
    with served("cgbookstore", folder, {"FORM": form, "MEASURE": "1"}) as answering:
        yield answering


@pytest.fixture(scope="session")
def accounts(seeded: Path) -> dict[str, str]:
    """The passwords of the accounts that the seed made."""
    found = json.loads((seeded / "credentials.json").read_text())["accounts"]
    return {each["username"]: each["password"] for each in found}


@pytest.fixture(scope="session")
def sessions(form: str) -> dict[str, httpx.Cookies]:
    """The cookies of who is logged in already: one log-in serves all tests."""
    return {}


@pytest.fixture
def visit(
    shop: Served, accounts: dict[str, str], sessions: dict[str, httpx.Cookies]
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: of no account, or logged in."""
    made: list[Visitor] = []

    def make(username: str | None = None, language: str = "en") -> Visitor:
        visitor = Visitor(shop.url, language)
        made.append(visitor)
        if username in sessions:
            visitor.cookies.update(sessions[username])
        elif username:
            visitor.log_in(username, accounts[username])
            sessions[username] = visitor.cookies
        return visitor

    yield make
    for visitor in made:
        visitor.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for a module's tests; while it is open, Django refuses its database."""
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def tables() -> None:
    """The empty tables of the scratch folder."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def database(tables: None) -> Iterator[None]:
    """A database for one test; what it writes is undone."""
    from django.db import connection, transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def ana(database: None) -> Any:
    """A reader."""
    from systems.cgbookstore.app.readers.models import Reader

    return Reader.objects.create(username="ana")


@pytest.fixture
def rui(database: None) -> Any:
    """Another reader."""
    from systems.cgbookstore.app.readers.models import Reader

    return Reader.objects.create(username="rui")
