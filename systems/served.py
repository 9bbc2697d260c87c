"""Start a system as its users would, on a free port, and stop it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
STARTS_WITHIN = 120.0
"""Seconds that a system may take until it answers."""
STOPS_WITHIN = 10.0


@dataclass(frozen=True)
class Served:
    """A system that answers."""

    url: str
    pid: int
    data: Path


@contextmanager
def served(name: str, data: Path, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run `python -m systems.NAME.serve` until the block ends.

    Args:
        data: The folder that holds its database and files; it must have been seeded.
        environment: More variables, such as FORM or MEASURE.

    Raises:
        RuntimeError: it doesn't answer on /health within two minutes; with what it printed.
    """
    port = free_port()
    log = data / "serve.log"
    command = [sys.executable, "-m", f"systems.{name}.serve", "--port", str(port), "--data"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, str(data)],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url, log)
        yield Served(url, process.pid, data)
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url}/health doesn't answer:\n{log.read_text(errors='replace')[-4000:]}")
