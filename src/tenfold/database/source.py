"""The database that somebody wants to be advised on, looked at without a trace."""

from __future__ import annotations

import difflib
import os
import shlex
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import apsw

from tenfold.database.file import DatabaseFile
from tenfold.database.header import Header, read_header
from tenfold.database.leftovers import refuse_hot_journal, refuse_leftover_wal, wal_bytes
from tenfold.database.looks import HEAD, looks_like
from tenfold.database.sizes import in_words
from tenfold.database.sqlite import PATIENCE, open_readonly
from tenfold.errors import DatabaseError

Kind = Literal["nothing", "folder", "file", "something else"]


@dataclass(frozen=True, slots=True)
class Source:
    """A database as it was found."""

    path: Path
    bytes: int
    """With its write-ahead log."""
    page_size: int
    page_count: int
    freelist_count: int
    journal_mode: str
    """`wal`, or `delete`, which stands for all modes of the rollback journal: the file does not
    say which of them its writers choose."""
    auto_vacuum: str
    """`none`, `full` or `incremental`."""
    encoding: str
    user_version: int
    statistics: tuple[str, ...]
    """The tables that ANALYZE has made, such as `sqlite_stat1`; none where it never ran."""


def inspect(path: Path, *, patience: float = PATIENCE) -> Source:
    """Look at a database, and change nothing.

    Raises:
        DatabaseError: it can't be used as it is.
    """
    kind, readable = _what_is_there(path)
    refuse_path(path, kind, readable=readable)
    with DatabaseFile(path) as file:
        refuse_content(path, file.read(HEAD), file.size())
        refuse_leftover_wal(file, patience)
        log = wal_bytes(path)
        with file.shared(patience):
            refuse_hot_journal(file)
            header = read_header(file.head())
            size = file.size()
        if not log:
            refuse_truncated(path, header, size)
    return _ask(path, header, size + log, patience)


def refuse_path(path: Path, kind: Kind, *, readable: bool) -> None:
    """Refuse what is no file, or none that may be read.

    Raises:
        DatabaseError: so it is.
    """
    if kind == "nothing":
        raise DatabaseError(f"{path} does not exist; {_nearest(path)}")
    if kind == "folder":
        raise DatabaseError(f"{path} is a folder; give the database file in it{_files_in(path)}")
    if kind != "file":
        raise DatabaseError(f"{path} is no file on a disk; give a database file")
    if not readable:
        raise DatabaseError(
            f"{path} may not be read by this user; run as the app's user, or let this one read it "
            f"by chmod a+r {shlex.quote(str(path))}"
        )


def refuse_content(path: Path, head: bytes, size: int) -> None:
    """Refuse what is no SQLite database.

    Args:
        path: the file's name.
        head: its first bytes.
        size: how long it is.

    Raises:
        DatabaseError: it is none.
    """
    if not size:
        raise DatabaseError(
            f"{path} is empty (0 bytes), a database without any table; give the file that the app "
            "writes to"
        )
    try:
        read_header(head)
    except ValueError:
        if head.startswith(b"SQLite format 3\x00"):
            raise DatabaseError(
                f"{path} is corrupt: page 1, its header, makes no sense; restore a backup, or try "
                f"{_recover(path)}"
            ) from None
        kind, advice = looks_like(head, size)
        raise DatabaseError(
            f"{path} is not a SQLite database: it looks like {kind}; {advice}"
        ) from None


def refuse_truncated(path: Path, header: Header, size: int) -> None:
    """Refuse a file that lost its end.

    Raises:
        DatabaseError: it did.
    """
    if header.page_count is None or size >= header.page_count * header.page_size:
        return
    raise DatabaseError(
        f"{path} is cut off after page {size // header.page_size:,} of {header.page_count:,}: "
        f"{in_words(size)} are there, {in_words(header.page_count * header.page_size)} belong "
        f"there; copy it anew, restore a backup, or try {_recover(path)}"
    )


def _recover(path: Path) -> str:
    return f"sqlite3 {shlex.quote(str(path))} .recover"


def _what_is_there(path: Path) -> tuple[Kind, bool]:
    try:
        mode = path.stat().st_mode
    except PermissionError:
        return "file", False
    except (OSError, ValueError):
        return "nothing", False
    readable = os.access(path, os.R_OK)
    if stat.S_ISDIR(mode):
        return "folder", readable
    return ("file" if stat.S_ISREG(mode) else "something else"), readable


def _nearest(path: Path) -> str:
    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return f"nor does the folder {path.parent}"
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean {path.with_name(near[0])}?" if near else "give the app's database file"


def _files_in(folder: Path) -> str:
    try:
        names = sorted(
            each.name for each in folder.iterdir() if each.suffix in {".db", ".sqlite", ".sqlite3"}
        )
    except OSError:
        return ""
    return f", such as {folder / names[0]}" if names else ""


def _ask(path: Path, header: Header, size: int, patience: float) -> Source:
    connection = open_readonly(path, patience=patience)
    try:
        answers = {
            name: next(connection.execute(f"PRAGMA {name}"))[0]
            for name in (
                "page_size page_count freelist_count auto_vacuum encoding user_version".split()
            )
        }
        tables = connection.execute(
            "/*tenfold*/ SELECT name FROM sqlite_schema WHERE name GLOB 'sqlite_stat?' ORDER BY 1"
        ).fetchall()
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise DatabaseError(
            f"{path} is corrupt: page 1, the list of its tables, can't be read; restore a backup, "
            f"or try {_recover(path)}"
        ) from error
    except apsw.Error as error:
        raise DatabaseError(
            f"{path} can't be read: {error}; see what sqlite3 says of it"
        ) from error
    finally:
        connection.close()
    return Source(
        path=path,
        bytes=size,
        page_size=int(answers["page_size"]),
        page_count=int(answers["page_count"]),
        freelist_count=int(answers["freelist_count"]),
        journal_mode="wal" if header.wal else "delete",
        auto_vacuum=("none", "full", "incremental")[int(answers["auto_vacuum"])],
        encoding=str(answers["encoding"]),
        user_version=int(answers["user_version"]),
        statistics=tuple(str(name) for (name,) in tables),
    )
