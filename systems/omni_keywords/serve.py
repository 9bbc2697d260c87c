"""Serves the system: `python -m systems.omni_keywords.serve [--port P] [--data DIR]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.server import Server

from systems.omni_keywords.app.settings import ROOT, RefusedError, data_folder, load

_THREADS = 8


def main(arguments: list[str]) -> int:
    """The command: one worker process on the loopback address, until it is stopped."""
    parser = argparse.ArgumentParser(prog="systems.omni_keywords.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8004)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args(arguments)
    data = data_folder(asked.data)
    try:
        load(data)
    except RefusedError as error:
        print(error, file=sys.stderr)
        return 2
    # The worker is a process of its own and reads this.
    os.environ["SYSTEM_DATA"] = str(data)
    server = Server(
        "systems.omni_keywords.app:create_app",
        address="127.0.0.1",
        port=asked.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=_THREADS,
        backpressure=1024,
        working_dir=ROOT,
        log_enabled=False,
    )
    print(f"Omni Keywords Finder: http://127.0.0.1:{asked.port}", flush=True)
    server.serve()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
