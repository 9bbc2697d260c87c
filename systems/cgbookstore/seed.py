"""Fills a data folder: `python -m systems.cgbookstore.seed [--scale 1|10|100] [--data DIR]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from systems.cgbookstore.folder import DataFolder
from systems.cgbookstore.form import require_known_form

SCALES = (1, 10, 100)


def main(arguments: list[str]) -> int:
    """Make what is missing; a folder that is complete is left as it is."""
    parser = argparse.ArgumentParser(prog="systems.cgbookstore.seed", description=__doc__)
    parser.add_argument("--scale", type=int, choices=SCALES, default=1)
    parser.add_argument("--data", type=Path, default=None, help="the data folder")
    options = parser.parse_args(arguments)
    require_known_form()
    folder = DataFolder(options.data.resolve()) if options.data else DataFolder.current()
    there = folder.seeded_at() or _begun_at(folder)
    if there not in (None, options.scale):
        print(f"{folder.path} holds scale {there}; choose another folder", file=sys.stderr)
        return 2
    if folder.seeded_at():
        print(f"{folder.path} is complete (scale {options.scale})")
        return 0
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.path.chmod(0o700)
    (folder.path / "begun").write_text(str(options.scale))
    folder.use()
    _fill(folder, options.scale)
    print(f"{folder.path} is complete (scale {options.scale}); accounts: {folder.credentials}")
    return 0


def _begun_at(folder: DataFolder) -> int | None:
    file = folder.path / "begun"
    return int(file.read_text()) if file.exists() and file.read_text() else None


def _fill(folder: DataFolder, scale: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection
    from rich.progress import Progress

    django.setup()
    from systems.cgbookstore.generator import chunks
    from systems.cgbookstore.generator.catalogue import Catalogue
    from systems.cgbookstore.generator.debates import Debates
    from systems.cgbookstore.generator.people import People
    from systems.cgbookstore.generator.plan import Plan
    from systems.cgbookstore.generator.shop import Shop

    call_command("migrate", verbosity=0, interactive=False)
    plan = Plan(scale)
    people = People(plan, folder)
    parts = [Catalogue(plan), people, Debates(plan, people.all), Shop(plan, people.all)]
    with Progress() as progress:
        for part in parts:
            for stage in part.stages():
                chunks.run(stage, progress)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS seed_progress")
    folder.mark_seeded({"scale": scale, "books": plan.books, "topics": plan.topics})


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
