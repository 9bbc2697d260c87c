"""Where changes are written down: `.tenfold/optimize/<file name>/<time>/` beside the database.

Each change has a folder with `backup.db` and `manifest.json` (the backup's), `plan.sql`,
`undo.sql`, and `change.json`: what is needed to take it back, and its status, which goes

    prepared -> applied -> undoing -> undone        or        prepared -> never applied

A folder without `change.json` is what was left of a change that never touched the database.
"""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from tenfold.errors import ChangeError
from tenfold.queries.change_statistics import Statistics, StatisticsTable

Status = Literal["prepared", "applied", "undoing", "undone", "never applied"]

RECORD = "change.json"
_FOLDER = re.compile(r"\d{8}-\d{6}(-\d+)?")


@dataclass(frozen=True, slots=True)
class MadeIndex:
    """An index that was created or dropped, as the schema spells it."""

    name: str
    table: str
    sql: str


@dataclass(slots=True)
class Change:
    """One change of one database: what was done, and what was there before."""

    folder: Path
    number: int
    """Counts the changes of a database; clocks may be set back."""
    status: Status
    time: str
    created: list[MadeIndex]
    dropped: list[MadeIndex]
    journal_mode_before: str
    journal_mode: str
    """What the plan wants; the same as before where it doesn't care."""
    statistics_before: Statistics
    statistics: str | None = None
    """Digest of the statistics that the change left; None until it was about to be committed."""

    @property
    def day(self) -> str:
        """When it was applied, for people."""
        return datetime.fromisoformat(self.time).strftime("%Y-%m-%d %H:%M:%S UTC")


@dataclass(frozen=True, slots=True)
class Journal:
    """The changes of one database."""

    root: Path

    def changes(self) -> list[Change]:
        """All changes that were written down, oldest first."""
        found = [_read(each) for each in self._folders() if (each / RECORD).exists()]
        return sorted(found, key=lambda change: change.number)

    def new_folder(self) -> Path:
        """Make the folder of the next change."""
        name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        folder, number = self.root / name, 1
        while folder.exists():
            number += 1
            folder = self.root / f"{name}-{number}"
        folder.mkdir(mode=0o700)
        return folder

    def next_number(self) -> int:
        """The number of the next change."""
        return max((change.number for change in self.changes()), default=0) + 1

    def remove_unfinished(self) -> None:
        """Remove what changes left behind that were killed before they touched the database."""
        for folder in self._folders():
            if not (folder / RECORD).exists():
                shutil.rmtree(folder)

    def _folders(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return sorted(each for each in self.root.iterdir() if _FOLDER.fullmatch(each.name))


def journal_of(database: Path) -> Journal:
    """The journal of a database, whether anything is in it or not."""
    return Journal(database.parent / ".tenfold" / "optimize" / database.name)


@contextmanager
def locked(journal: Journal, name: str) -> Iterator[None]:
    """Be the only one who changes this database; the system lets go when a process dies.

    Raises:
        ChangeError: Another process is at it.
    """
    _make_root(journal.root)
    descriptor = os.open(journal.root / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ChangeError(
                f"another tenfold is changing {name} at this moment; "
                "wait for it, then run the same command again"
            ) from None
        yield
    finally:
        os.close(descriptor)


def _make_root(root: Path) -> None:
    top = root.parent.parent
    with suppress(FileExistsError):
        top.mkdir(mode=0o700)
        # Backups hold data: they shall not slip into a repository.
        (top / ".gitignore").write_text("*\n", encoding="utf-8")
    for folder in (root.parent, root):
        folder.mkdir(mode=0o700, exist_ok=True)


def write_change(change: Change) -> None:
    """Write `change.json`: afterwards it is on the disk as a whole, or what was there before."""
    plain = dataclasses.asdict(change)
    del plain["folder"]
    text = json.dumps({"version": 1, **plain}, indent=2, default=_encode, ensure_ascii=False)
    write_text(change.folder / RECORD, text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file so that a crash leaves all of it or what was there before."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(folder: Path) -> Change:
    path = folder / RECORD
    try:
        plain: dict[str, Any] = json.loads(path.read_text("utf-8"), object_hook=_decode)
        if plain.pop("version") != 1:
            raise ChangeError(f"{path} was written by another version of tenfold; use that one")
        for key in ("created", "dropped"):
            plain[key] = [MadeIndex(**each) for each in plain[key]]
        plain["statistics_before"] = {
            name: StatisticsTable(**table) for name, table in plain["statistics_before"].items()
        }
        return Change(folder=folder, **plain)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ChangeError(
            f"{path} can't be understood; run undo.sql beside it by hand, then remove its folder"
        ) from error


def _encode(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"blob": value.hex()}
    raise TypeError(type(value).__name__)


def _decode(found: dict[str, Any]) -> Any:
    return bytes.fromhex(found["blob"]) if found.keys() == {"blob"} else found
