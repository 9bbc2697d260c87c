"""A copy of a SQLite database as of one moment, verified before it bears its name.

The copy is written as `backup.db.part` and becomes `backup.db` only when it is on the disk, sound
(`PRAGMA integrity_check`), and holds the schema and the number of rows that the source held at the
moment it shows. Who finds a `backup.db` can trust it, whatever happened to the one who made it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote as url_quote

import apsw

from tenfold.errors import DatabaseError
from tenfold.events import Progress, emit

NAME = "backup.db"
MANIFEST = "manifest.json"

CHUNK = 512
"""Pages copied at a time: the source is locked for a few milliseconds, not for the whole copy."""
RESTARTS = 3
"""How often a copy may start again because the source was written, before it holds a lock."""
BUSY_SECONDS = 5.0
SPARE = 1 << 20
"""Bytes beside the copy: the manifest, and what the file system keeps to itself."""

_OWN = "/*tenfold*/ "


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A verified copy: where it is, and what its manifest says."""

    path: Path
    source: str
    """The name of the file that was copied."""
    time: datetime
    bytes: int
    sha256: str
    sqlite_version: str
    tables: dict[str, int]
    """Rows by table."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """What source and copy must agree on."""

    schema: list[tuple[object, ...]]
    rows: dict[str, int]


class _ChangedError(Exception):
    """The source was written to while it was copied."""


def take_snapshot(database: Path, folder: Path) -> Snapshot:
    """Write a verified copy of `database` into `folder` as `backup.db`, with `manifest.json`.

    Other programs keep reading. In WAL mode they keep writing, too; in the other modes a writer
    waits while a few pages are copied, and, if it writes so often that the copy starts anew for
    the fourth time, until the copy is done.

    Raises:
        DatabaseError: There is no such database, it is damaged, or there is no room for the copy.
    """
    part, final = folder / f"{NAME}.part", folder / NAME
    if final.exists():
        raise DatabaseError(f"there is a backup in {folder} already; choose another folder")
    try:
        with _plain_words(database):
            moment, contents = _copy(database, part)
            _verify(part, contents, database.name)
            snapshot = _describe(part, final, database.name, moment, contents)
            part.rename(final)
            _write_manifest(snapshot, folder)
            _sync(folder)
    except BaseException:
        for each in (part, final, folder / MANIFEST):
            each.unlink(missing_ok=True)
        raise
    return snapshot


def room_problem(name: str, needed: int, free: int) -> str | None:
    """Say that a copy would not fit, or None if it does."""
    if needed <= free:
        return None
    return (
        f"no room for a backup of {name}: it takes {_megabytes(needed)}, "
        f"{_megabytes(free)} are free; make room and run the same command again"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _copy(database: Path, part: Path) -> tuple[datetime, _Contents]:
    with closing(_open_source(database)) as source:
        pages, size = _number(source, "page_count"), _number(source, "page_size")
        space = os.statvfs(part.parent)
        problem = room_problem(database.name, pages * size + SPARE, space.f_bavail * space.f_frsize)
        if problem:
            raise DatabaseError(problem)
        wal = source.execute(_OWN + "PRAGMA journal_mode").fetchall() == [("wal",)]
        if not wal:
            for _ in range(RESTARTS):
                try:
                    return _copy_between_writes(source, part)
                except _ChangedError:
                    continue
        return _copy_in_one_read(source, part)


def _open_source(database: Path) -> apsw.Connection:
    if not database.is_file():
        raise DatabaseError(f"there is no file {database}")
    source = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    deadline = 0.0

    def wait(attempts: int) -> bool:
        nonlocal deadline
        if attempts == 0:
            deadline = time.monotonic() + BUSY_SECONDS
        time.sleep(0.001)
        return time.monotonic() < deadline

    source.set_busy_handler(wait)
    _stay_interruptible(source)
    return source


def _stay_interruptible(connection: apsw.Connection) -> None:
    """Come back to Python now and then, where Ctrl-C is noticed, while SQLite works."""
    connection.set_progress_handler(lambda: False, 100_000)


def _copy_between_writes(source: apsw.Connection, part: Path) -> tuple[datetime, _Contents]:
    """Copy, letting go of the source after each chunk; its contents must still be the copy's."""
    version = _number(source, "data_version")
    _copy_pages(source, part, watch=version)
    source.execute("BEGIN")
    try:
        contents = _read_contents(source)
        if _number(source, "data_version") != version:
            raise _ChangedError
    finally:
        source.execute("ROLLBACK")
    return datetime.now(UTC), contents


def _copy_in_one_read(source: apsw.Connection, part: Path) -> tuple[datetime, _Contents]:
    """Copy within one read transaction: what it sees is one moment, however long it takes."""
    source.execute("BEGIN")
    try:
        source.execute(_OWN + "SELECT 1 FROM sqlite_schema").fetchall()
        moment = datetime.now(UTC)
        _copy_pages(source, part)
        return moment, _read_contents(source)
    finally:
        source.execute("ROLLBACK")


def _copy_pages(source: apsw.Connection, part: Path, watch: int | None = None) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(apsw.Connection(str(part))) as target:
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            target.execute(f"{_OWN}PRAGMA {pragma}").fetchall()
        with target.backup("main", source, "main") as copy:
            while not copy.done:
                if watch is not None and _number(source, "data_version") != watch:
                    raise _ChangedError
                copy.step(CHUNK)
                emit(Progress("backup", copy.page_count - copy.remaining, copy.page_count))


def _read_contents(connection: apsw.Connection) -> _Contents:
    schema = connection.execute(
        _OWN + "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rowid"
    ).fetchall()
    rows: dict[str, int] = {}
    # A virtual table has no pages of its own; those that hold its data are listed beside it.
    for name in [str(row[1]) for row in schema if row[0] == "table" and row[3]]:
        quoted = name.replace('"', '""')
        rows[name] = int(connection.execute(f'{_OWN}SELECT count(*) FROM "{quoted}"').get)
    return _Contents(schema, rows)


def _verify(part: Path, contents: _Contents, name: str) -> None:
    # Immutable: a copy of a database in WAL mode is read without a -wal and a -shm beside it.
    address = f"file:{url_quote(str(part))}?mode=ro&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with closing(apsw.Connection(address, flags=flags)) as copy:
        _stay_interruptible(copy)
        found = str(copy.execute(_OWN + "PRAGMA integrity_check(1)").get)
        if found != "ok":
            raise DatabaseError(
                f"{name} is damaged: {found}; restore it from a backup, "
                f"or save what can be read by: sqlite3 {name} .recover"
            )
        if _read_contents(copy) != contents:
            raise DatabaseError(f"the copy of {name} is not what was copied; check the disk")


def _describe(
    part: Path, final: Path, source: str, moment: datetime, contents: _Contents
) -> Snapshot:
    with part.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = os.fstat(file.fileno()).st_size
    version = apsw.sqlite_lib_version()
    return Snapshot(final, source, moment, size, digest, version, contents.rows)


def _write_manifest(snapshot: Snapshot, folder: Path) -> None:
    text = json.dumps(
        {
            "source": snapshot.source,
            "time": snapshot.time.isoformat(timespec="milliseconds"),
            "bytes": snapshot.bytes,
            "sha256": snapshot.sha256,
            "sqlite_version": snapshot.sqlite_version,
            "tables": snapshot.tables,
        },
        indent=2,
        ensure_ascii=False,
    )
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make a rename in this folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _number(connection: apsw.Connection, pragma: str) -> int:
    return int(connection.execute(f"{_OWN}PRAGMA {pragma}").get)


@contextmanager
def _plain_words(database: Path) -> Iterator[None]:
    name = database.name
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise DatabaseError(
            f"{name} stayed locked by another program for {BUSY_SECONDS:g} seconds; "
            "let it finish, then run the same command again"
        ) from error
    except apsw.NotADBError as error:
        raise DatabaseError(f"{name} is no SQLite database, or it is encrypted") from error
    except apsw.CorruptError as error:
        raise DatabaseError(f"{name} is damaged: {error}; restore it from a backup") from error
    except apsw.FullError as error:
        raise DatabaseError(f"the disk is full; no backup of {name} was made") from error
    except apsw.Error as error:
        raise DatabaseError(f"no backup of {name} could be made: {error}") from error
    except OSError as error:
        raise DatabaseError(
            f"no backup of {name} could be made: {error.strerror or error}"
        ) from error
