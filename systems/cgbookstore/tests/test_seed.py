"""The generator: seeded, repeatable, and safe to interrupt."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from systems.cgbookstore.generator.plan import Plan, chance, favourite
from systems.cgbookstore.generator.works import read_works
from systems.cgbookstore.tests.conftest import command


def test_the_catalogue() -> None:
    """The works that we ship are many, each once, and by authors who could have written them."""
    works = read_works()
    assert len(works) >= 300
    assert len({work.writer for work in works}) >= 120
    assert len({(work.title, work.writer.name) for work in works}) == len(works)
    for work in works:
        if work.writer.born is not None:
            assert work.year > work.writer.born, work
        assert work.writer.died is None or work.writer.died < 1955, work


def test_chance_is_seeded() -> None:
    """The same chunk of the same stage is always decided alike, and others differ."""
    draws = [[favourite(chance("x", chunk), 1000) for _ in range(5)] for chunk in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


@pytest.mark.parametrize("scale", [1, 10, 100])
def test_plans(scale: int) -> None:
    """Ten times the scale is ten times the books, topics and orders."""
    plan = Plan(scale)
    assert (plan.books, plan.topics, plan.orders) == (10_000 * scale, 300 * scale, 2_000 * scale)


def test_what_is_there(seeded: Path) -> None:
    """A bookstore of scale 1 has what was measured on the one that it is like."""
    counts = {
        "catalogue_book": 10_000,
        "catalogue_author": 4_000,
        "debates_topic": 300,
        "readers_reader": 500,
        "orders_order": 2_000,
    }
    with closing(sqlite3.connect(seeded / "cgbookstore.db")) as database:
        for table, count in counts.items():
            found = database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
            assert found == count
        posts = database.execute("SELECT COUNT(*) FROM debates_post").fetchone()[0]
        assert 16_000 < posts < 20_000
        wrong = database.execute(
            "SELECT COUNT(*) FROM debates_post AS post WHERE score <> COALESCE("
            "(SELECT SUM(value) FROM debates_vote WHERE post_id = post.id), 0)"
        ).fetchone()[0]
        assert wrong == 0
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_again(seeded: Path) -> None:
    """A folder that is complete is left as it is, and never mixed with another scale."""
    before = (seeded / "cgbookstore.db").stat().st_mtime_ns
    again = command("seed", "--data", str(seeded))
    assert (again.returncode, "is complete" in again.stdout) == (0, True)
    other = command("seed", "--scale", "10", "--data", str(seeded))
    assert (other.returncode, other.stderr.count("\n")) == (2, 1)
    assert (seeded / "cgbookstore.db").stat().st_mtime_ns == before


def test_interruption(database: None) -> None:
    """A stage that was interrupted goes on with the chunk that wasn't finished."""
    from rich.progress import Progress

    from systems.cgbookstore.generator.chunks import Stage, run

    written: list[int] = []

    def write(chunk: int) -> None:
        if chunk == 2 and len(written) == 2:
            written.append(-1)
            raise KeyboardInterrupt
        written.append(chunk)

    with Progress(disable=True) as progress:
        with pytest.raises(KeyboardInterrupt):
            run(Stage("x", 4, write), progress)
        run(Stage("x", 4, write), progress)
    assert written == [0, 1, -1, 2, 3]
