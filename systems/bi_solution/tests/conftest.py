"""One seeded data folder, an application for each form, and people who use it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from systems.bi_solution import seed
from systems.bi_solution.app.lake.warehouse import Reader, Warehouse
from systems.bi_solution.app.settings import FORMS, Settings
from systems.bi_solution.app.web.application import create
from systems.bi_solution.tests.people import Person


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was seeded at scale 1; nobody changes its lake."""
    folder = tmp_path_factory.mktemp("bi_solution")
    assert seed.main(["--data", str(folder)]) == 0
    return folder


@pytest.fixture
def own_data(data: Path, tmp_path: Path) -> Path:
    """A copy of the folder that a test may spoil."""
    folder = tmp_path / "own"
    shutil.copytree(data, folder)
    return folder


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each form that there is: every functional test is passed by all of them."""
    return str(request.param)


@pytest.fixture
def app(form: str, data: Path) -> Iterator[Any]:
    """The application; failed log-ins are forgotten after each test."""
    yield create(Settings(data=data, form=form, measure=True))
    with closing(sqlite3.connect(data / "accounts.db")) as connection:
        connection.execute("DELETE FROM failed_logins")
        connection.commit()


@pytest.fixture
def visit(app: Any, data: Path) -> Callable[..., Person]:
    """Makes people: `visit("admin")` is logged in, `visit()` is not."""

    def made(username: str | None = None, *, language: str = "en") -> Person:
        person = Person(app, data, language=language)
        if username:
            assert person.login(username).status_code == 303
        return person

    return made


@pytest.fixture
def lake(data: Path) -> Iterator[Reader]:
    """A reader who sees everything."""
    with Warehouse(data / "lake").open(None) as reader:
        yield reader
