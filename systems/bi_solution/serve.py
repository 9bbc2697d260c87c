"""Serves a seeded data folder: `python -m systems.bi_solution.serve [--port P] [--data DIR]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from systems.bi_solution.app.settings import SettingsError, from_environment
from systems.bi_solution.app.web.application import check_seeded

HOST = "127.0.0.1"


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped, in one worker process on the loopback address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8003)
    parser.add_argument("--data", type=Path, help="the data folder (default: var/bi_solution)")
    given = parser.parse_args(arguments)
    try:
        settings = from_environment(given.data)
        check_seeded(settings)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    # The worker is another process: it learns the folder from the environment.
    os.environ["SYSTEM_DATA"] = str(settings.data.resolve())
    print(f"BI_Solution serves http://{HOST}:{given.port}", flush=True)
    Granian(
        "systems.bi_solution.app.web.application:from_settings",
        address=HOST,
        port=given.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
