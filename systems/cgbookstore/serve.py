"""Serves the bookstore: `python -m systems.cgbookstore.serve [--port P] [--data DIR]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from systems.cgbookstore.folder import DataFolder
from systems.cgbookstore.form import require_known_form

PORT = 8001
THREADS = 4
"""Requests that are worked on at a time; the others wait."""


def main(arguments: list[str]) -> int:
    """Serve one data folder in one process on the loopback address, until it is stopped."""
    parser = argparse.ArgumentParser(prog="systems.cgbookstore.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--data", type=Path, default=None, help="the data folder")
    options = parser.parse_args(arguments)
    require_known_form()
    folder = DataFolder(options.data.resolve()) if options.data else DataFolder.current()
    if folder.seeded_at() is None:
        print(
            f"{folder.path} isn't seeded; run python -m systems.cgbookstore.seed", file=sys.stderr
        )
        return 2
    folder.use()
    _prepare()
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "systems.cgbookstore.app.wsgi:application",
        address="127.0.0.1",
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_enabled=False,
        static_path_route=["/static"],
        static_path_mount=[folder.static],
        static_path_expires=300,
    )
    print(f"CGBookStore is at http://127.0.0.1:{options.port}/ (stop it by Ctrl+C)", flush=True)
    server.serve()
    return 0


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
