"""A process that applies a change, to be killed, starved and refused by the tests."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tenfold.backups import take_snapshot
from tenfold.errors import TenfoldError
from tenfold.queries.change import ChangePlan, apply_change


def start(database: Path, plan: ChangePlan, **options: object) -> "subprocess.Popen[str]":
    """Apply the plan in a new process; it writes a line when it begins."""
    words: dict[str, object] = {"statements": plan.statements, "pragmas": plan.pragmas}
    words |= {"schema_digest": plan.schema_digest, "index_bytes": plan.index_bytes}
    arguments = json.dumps({"database": str(database), "plan": words, **options})
    return subprocess.Popen(
        [sys.executable, "-m", "tests.servers.change_child", arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def finish(child: "subprocess.Popen[str]") -> tuple[int, str]:
    """The exit status of the process, and what it wrote on stderr."""
    _, errors = child.communicate(timeout=120)
    return child.returncode, errors


def fill(path: Path, *, leave: int) -> None:
    """Fill the disk until so many bytes are free."""
    space = os.statvfs(path.parent)
    path.write_bytes(bytes(max(0, space.f_bavail * space.f_frsize - leave)))


def main(arguments: dict[str, Any]) -> int:
    """Apply as told, under the limits that are told."""
    if "file_limit" in arguments:
        resource.setrlimit(resource.RLIMIT_FSIZE, (arguments["file_limit"],) * 2)
    if "user" in arguments:
        os.setgid(arguments["user"])
        os.setuid(arguments["user"])

    def backup(database: Path, folder: Path) -> None:
        while "wait_for" in arguments and not Path(arguments["wait_for"]).exists():
            time.sleep(0.005)
        take_snapshot(database, folder)
        if "leave" in arguments:
            fill(database.with_name("filler"), leave=arguments["leave"])

    print("begins", flush=True)  # noqa: T201 - the parent waits for it
    try:
        apply_change(Path(arguments["database"]), ChangePlan(**arguments["plan"]), backup=backup)
    except TenfoldError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
