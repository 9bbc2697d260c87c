"""Serves BeeCatalog in one process: `python -m systems.beecatalog.serve --port P --data DIR`."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from systems.beecatalog.app.folder import DEFAULT, database, prepare, secret_key
from systems.beecatalog.app.form import UnknownFormError, chosen_form
from systems.beecatalog.goods import SHOP
from systems.beecatalog.shop import opened

THREADS = 8


def refuse(reason: str) -> int:
    """Say in one line why nothing is served."""
    print(reason, file=sys.stderr)
    return 2


def main(arguments: list[str]) -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m systems.beecatalog.serve")
    parser.add_argument("--port", type=int, default=8002)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--no-shop", action="store_true", help="without the demonstration shop")
    asked = parser.parse_args(arguments)
    folder = asked.data.resolve()
    try:
        chosen_form()
    except UnknownFormError as error:
        return refuse(str(error))
    if not database(folder).exists() or not secret_key(folder):
        return refuse(
            f"{folder} isn't seeded: run python -m systems.beecatalog.seed --data {folder}"
        )
    prepare(folder)
    os.environ["BEECATALOG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "systems.beecatalog.app.settings"
    with ExitStack() as stack:
        if not asked.no_shop:
            # The links of the seeded products lead to this name, and only by this entry anywhere.
            allowed = os.environ.get("SCRAPE_ALLOW", "")
            entry = f"{SHOP}={stack.enter_context(opened())}"
            os.environ["SCRAPE_ALLOW"] = f"{allowed},{entry}" if allowed else entry
        print(f"BeeCatalog is at http://127.0.0.1:{asked.port}/", flush=True)
        run(asked.port)
    return 0


def run(port: int) -> None:
    """One worker process of granian."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "systems.beecatalog.app.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
