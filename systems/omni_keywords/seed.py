"""Fills a data folder: `python -m systems.omni_keywords.seed [--scale 1|10|100] [--data DIR]`."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from systems.omni_keywords import generator
from systems.omni_keywords.app.database import connect, create
from systems.omni_keywords.app.grouping import group_keywords
from systems.omni_keywords.app.settings import RefusedError, data_folder, form
from systems.omni_keywords.app.store import accounts, keywords, niches, runs
from systems.omni_keywords.app.store.audit import Actor, Subject, record
from systems.omni_keywords.credentials import PEOPLE, make_people, make_secret_key

_BEGUN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How much is made."""

    niches: int
    keywords: int
    """In each niche."""
    grouped: int = 40
    """In each niche; the rest waits for somebody to ask."""


SIZES = {1: Size(12, 1_700), 10: Size(40, 5_000, 12), 100: Size(120, 17_000, 4)}


def seed(data: Path, size: Size, progress: Progress) -> None:
    """Make what is missing; a niche is there as a whole or not at all.

    Raises:
        RefusedError: the folder holds data of another size.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _keep_size(data, size)
    make_secret_key(data)
    create(data / "omni.db")
    db = connect(data / "omni.db")
    try:
        if not accounts.everyone(db):
            # Accounts and their file belong together: an interruption leaves neither.
            with db:
                make_people(db, data)
        task = progress.add_task("niches", total=size.niches)
        there = {row["name"] for row in db.execute("SELECT name FROM niches")}
        for index in range(size.niches):
            if generator.niche(index)["name"] not in there:
                _add_niche(db, index, size)
            progress.advance(task)
        _group(db, size, progress)
    finally:
        db.close()
    (data / "seeded").touch()


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="systems.omni_keywords.seed", description=__doc__)
    parser.add_argument("--scale", type=int, choices=sorted(SIZES), default=1)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args(arguments)
    data = data_folder(asked.data)
    try:
        form()
        with Progress(console=Console(stderr=True)) as progress:
            seed(data, SIZES[asked.scale], progress)
    except RefusedError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; run it again to go on", file=sys.stderr)
        return 130
    print(f"{data} is seeded; accounts: {data / 'credentials.json'}")
    return 0


def _keep_size(data: Path, size: Size) -> None:
    file = data / "size.json"
    ours = {"niches": size.niches, "keywords": size.keywords, "grouped": size.grouped}
    if not file.exists():
        file.write_text(json.dumps(ours))
    elif json.loads(file.read_text()) != ours:
        raise RefusedError(f"{data} holds data of another scale; choose another folder")


def _add_niche(db: sqlite3.Connection, index: int, size: Size) -> None:
    about = generator.niche(index)
    at = (_BEGUN + timedelta(days=index, minutes=7 * index)).isoformat(timespec="seconds")
    with db:
        number = niches.add(
            db, about["name"], about["description"], about["language"], about["currency"]
        )
        niches.set_members(db, number, _members(db, index))
        categories = [
            niches.add_category(db, number, name, audience)
            for name, audience in about["categories"].items()
        ]
        found = list(generator.keywords(index, size.keywords))
        # A niche has grown by three imports, as niches do.
        cuts = [0, len(found) // 2, len(found) * 4 // 5, len(found)]
        for turn, (first, last) in enumerate(pairwise(cuts)):
            _add_run(db, number, categories, found[first:last], f"keywords-{turn + 1}.csv", at)
        subject = Subject("niche", number, number)
        record(db, Actor(None, "seed"), "add", subject, after={"name": about["name"]})


def _members(db: sqlite3.Connection, index: int) -> Iterable[int]:
    """Two of three niches have the first editor and the viewer; every other one the second."""
    wanted = {
        PEOPLE[1][1]: index % 3 != 2,
        PEOPLE[2][1]: index % 2 == 0,
        PEOPLE[3][1]: index % 3 != 2,
    }
    found = [(accounts.by_email(db, email), member) for email, member in wanted.items()]
    return [account["id"] for account, member in found if account and member]


def _add_run(
    db: sqlite3.Connection,
    niche_id: int,
    categories: list[int],
    found: list[generator.Made],
    source: str,
    at: str,
) -> None:
    run_id = runs.start(db, niche_id, None, "import", source=source)
    keywords.add(
        db,
        (
            (
                niche_id,
                categories[one.category],
                run_id,
                one.text,
                one.folded,
                "import",
                one.volume,
                int(one.estimated),
                one.cpc,
                one.competition,
                at,
            )
            for one in found
        ),
    )
    runs.add_rows(
        db,
        (
            (run_id, number, one.text, one.folded, "added", "")
            for number, one in enumerate(found, 2)
        ),
    )
    runs.finish(db, run_id, rows_read=len(found), added=len(found))
    db.execute("UPDATE runs SET started_at = ?, finished_at = ? WHERE id = ?", (at, at, run_id))


def _group(db: sqlite3.Connection, size: Size, progress: Progress) -> None:
    task = progress.add_task("meanings", total=size.niches)
    numbers = [row["id"] for row in db.execute("SELECT id FROM niches ORDER BY id")]
    done = {row[0] for row in db.execute("SELECT DISTINCT niche_id FROM clusters")}
    for number in numbers:
        if number not in done:
            group_keywords(db, number, size.grouped)
        progress.advance(task)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
