"""Imports a file of books: `python -m systems.cgbookstore.import_books FILE.csv [--data DIR]`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from systems.cgbookstore.folder import DataFolder
from systems.cgbookstore.form import require_known_form

SHOWN = 10
"""Notes of each kind that are printed; the report on the import's page has them all."""


def main(arguments: list[str]) -> int:
    """Import a file of any length, and say what was repaired and what was refused."""
    parser = argparse.ArgumentParser(prog="systems.cgbookstore.import_books", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, default=None, help="the data folder")
    options = parser.parse_args(arguments)
    require_known_form()
    folder = DataFolder(options.data.resolve()) if options.data else DataFolder.current()
    if folder.seeded_at() is None:
        print(
            f"{folder.path} isn't seeded; run python -m systems.cgbookstore.seed", file=sys.stderr
        )
        return 2
    if not options.file.is_file():
        print(f"{options.file} isn't a file", file=sys.stderr)
        return 2
    folder.use()
    return _import(options.file)


def _import(path: Path) -> int:
    import django
    from rich.progress import Progress, TextColumn

    django.setup()
    from systems.cgbookstore.app.catalogue.imports.run import import_file
    from systems.cgbookstore.app.catalogue.imports.sentences import sentence

    with path.open("rb") as file, Progress(TextColumn("{task.completed} rows")) as progress:
        task = progress.add_task("rows", total=None)
        report = import_file(
            file, path.name, progress=lambda rows: progress.update(task, completed=rows)
        )
    counts: Counter[str] = Counter()
    for note in report.notes.all():
        counts[note.code] += 1
        if counts[note.code] <= SHOWN:
            change = f"{note.was!r} -> {note.became!r}" if note.became else repr(note.was)
            print(f"row {note.row}: {sentence(note.code)} {change if note.was else ''}")
    for code, count in counts.most_common():
        print(f"{count:>8} x {sentence(code)}")
    print(
        f"{report.rows} rows: {report.added} books added, {report.repaired} of them repaired, "
        f"{report.refused} rows refused; report: {report.get_absolute_url()}"
    )
    return 1 if report.failure else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
