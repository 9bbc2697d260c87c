"""The two commands, and what they refuse."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx
import pytest
from rich.progress import Progress

from systems.omni_keywords import generator, serve
from systems.omni_keywords import seed as seeding
from systems.omni_keywords.app import create_app, settings
from systems.omni_keywords.app.store import keywords
from systems.omni_keywords.seed import Size, seed
from systems.omni_keywords.tests.conftest import SIZE
from systems.served import Served

SMALL = Size(niches=2, keywords=30, grouped=4)


def made(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the seed made, without times."""
    db = sqlite3.connect(data / "omni.db")
    found = {
        "niches": db.execute("SELECT id, name FROM niches").fetchall(),
        "keywords": db.execute(
            "SELECT id, text, volume, cpc, competition FROM keywords"
        ).fetchall(),
        "clusters": db.execute("SELECT id, name FROM clusters").fetchall(),
        "accounts": db.execute("SELECT email, role FROM accounts").fetchall(),
    }
    db.close()
    return found


def run(data: Path, size: Size = SMALL) -> None:
    """Seed without a picture of it."""
    with Progress(disable=True) as progress:
        seed(data, size, progress)


def test_seeding_is_reproducible_and_repeatable(tmp_path: Path) -> None:
    """Two folders hold the same keywords, and seeding again changes nothing."""
    run(tmp_path / "a")
    run(tmp_path / "b")
    first = made(tmp_path / "a")
    assert first == made(tmp_path / "b")
    secrets = (tmp_path / "a" / "credentials.json").read_bytes()
    run(tmp_path / "a")
    assert made(tmp_path / "a") == first
    assert (tmp_path / "a" / "credentials.json").read_bytes() == secrets
    assert (tmp_path / "b" / "credentials.json").read_bytes() != secrets


def test_an_interrupted_seed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an interruption left is completed, and a half-made niche isn't there."""
    with monkeypatch.context() as patch:
        patch.setattr(keywords, "add", interrupted(after=4))
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "a")
    assert len(made(tmp_path / "a")["niches"]) == 1
    assert not (tmp_path / "a" / "seeded").exists()
    run(tmp_path / "a")
    run(tmp_path / "b")
    texts = [[row[1] for row in made(tmp_path / name)["keywords"]] for name in ("a", "b")]
    assert texts[0] == texts[1]


def interrupted(after: int) -> object:
    """A way to add keywords that somebody stops in the midst of it."""
    add, calls = keywords.add, []

    def once(db: sqlite3.Connection, rows: object) -> None:
        calls.append(1)
        add(db, rows)  # type: ignore[arg-type]
        if len(calls) == after:
            raise KeyboardInterrupt

    return once


def test_another_scale_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder keeps its scale."""
    run(tmp_path)
    assert seeding.main(["--data", str(tmp_path)]) == 2
    assert "choose another folder" in capsys.readouterr().err


def test_the_scales() -> None:
    """Ten times the scale is about ten times the keywords."""
    totals = {scale: size.niches * size.keywords for scale, size in seeding.SIZES.items()}
    assert totals == {1: 20_400, 10: 200_000, 100: 2_040_000}


def test_there_are_words_enough() -> None:
    """The generator finds as many different keywords as the largest scale asks for."""
    assert len({one.folded for one in generator.keywords(3, 4_000)}) == 4_000
    names = [generator.niche(index)["name"] for index in range(120)]
    assert len(set(names)) == 120


@pytest.mark.parametrize("command", [serve.main, seeding.main])
def test_a_form_that_is_not_there(
    command: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A form that isn't built is refused in one line, with exit status 2."""
    monkeypatch.setenv("FORM", "production")
    assert command(["--data", str(tmp_path / "x")]) == 2  # type: ignore[operator]
    assert capsys.readouterr().err == "FORM=production isn't built yet; there is: prototype\n"


def test_a_folder_that_is_not_seeded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder isn't served, and one line says what to run."""
    assert serve.main(["--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_statements_are_counted(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With MEASURE=1 every answer says how many statements it took, and without it none does."""
    monkeypatch.setenv("MEASURE", "1")
    answer = create_app(settings.load(seeded)).test_client().get("/health")
    assert answer.headers["Server-Timing"] == 'sql;desc="1"'
    monkeypatch.delenv("MEASURE")
    answer = create_app(settings.load(seeded)).test_client().get("/health")
    assert "Server-Timing" not in answer.headers


def test_interrupted_runs_are_closed(data: Path) -> None:
    """A run that was going on when the system stopped is told as failed."""
    db = sqlite3.connect(data / "omni.db")
    with db:
        db.execute("UPDATE runs SET status = 'running' WHERE id = 1")
    create_app(settings.load(data))
    assert db.execute("SELECT status FROM runs WHERE id = 1").fetchone() == ("failed",)
    db.close()


def test_it_is_served(system: Served) -> None:
    """The command serves pages, and refuses what is too large before it is read."""
    assert httpx.get(f"{system.url}/login").headers["Server-Timing"].startswith("sql;desc=")
    content = b"x" * 30_000_000
    answer = httpx.post(f"{system.url}/login", files={"file": content}, timeout=60)
    assert answer.status_code == 413
    assert httpx.get(f"{system.url}/health").status_code == 200
    assert SIZE.niches == 3
