"""Advice on SQLite's own settings: what the file keeps, and what each connection must ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import apsw

from tenfold.queries.report import Finding
from tenfold.queries.schema import OWN
from tenfold.settings import show_size

IN_THE_FILE = ("journal_mode", "page_size", "auto_vacuum", "encoding", "user_version")
"""The pragmas that a database file keeps; all others begin anew at each connection."""

DECLARED_FOREIGN_KEYS = "declared_foreign_keys"
"""How many foreign keys the schema declares: no pragma, but kept beside them."""

_MIB = 1 << 20
_DEFAULT_CACHE_KIB = 2000
_MOST_CACHE_MIB = 64
_MOST_MAPPED_MIB = 256
_PAGE = 4096
_WAIT_MS = 5000

_EACH = "At each connection, as the file doesn't keep it: "


def read_pragmas(connection: apsw.Connection) -> dict[str, object]:
    """Read the settings that the main database's file holds, and count its foreign keys.

    What the app's own connections set cannot be seen from here, so those pragmas are left out.
    """
    found: dict[str, object] = {
        name: _value(connection, f"PRAGMA main.{name}") for name in IN_THE_FILE
    }
    found[DECLARED_FOREIGN_KEYS] = _value(
        connection,
        "SELECT count(*) FROM (SELECT DISTINCT t.name, f.id FROM sqlite_schema AS t"
        " JOIN pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table')",
    )
    return found


def _value(connection: apsw.Connection, sql: str) -> Any:
    rows = connection.execute(OWN + sql).fetchall()
    return rows[0][0] if rows else None


def advise_settings(pragmas: Mapping[str, object], *, writes: bool, bytes: int) -> list[Finding]:  # noqa: A002
    """Say which settings would make this database faster or safer.

    Args:
        pragmas: Values by name, as `read_pragmas` gives them; those of a connection of the app
            may be added, and are then judged too.
        writes: The workload writes.
        bytes: The size of the database.
    """
    connection = [
        found
        for found in (
            _synchronous(pragmas, writes),
            _cache_size(pragmas, bytes),
            _mmap_size(pragmas, bytes),
            _temp_store(pragmas, bytes),
            _busy_timeout(pragmas, writes),
            _foreign_keys(pragmas, writes),
        )
        if found
    ]
    file = (_journal_mode(pragmas, writes), _page_size(pragmas), _auto_vacuum(pragmas, writes))
    told = [_finding(what, fix) for what, fix in filter(None, file)]
    told += [_finding(what, f"{_EACH}{line}; {note}") for what, line, note in connection]
    if connection:
        told.append(_how([line for _, line, _ in connection]))
    return told


def _finding(what: str, fix: str) -> Finding:
    return Finding(kind="settings", what=what, fix=fix)


def _how(lines: list[str]) -> Finding:
    """Where an app sets what the file doesn't keep."""
    together = "; ".join(lines)
    return _finding(
        "What the app's own connections set cannot be seen from the file: the advice on"
        f" {_listed(line.split()[1] for line in lines)} holds where the app doesn't do it already.",
        "In Django 5.1 or later: DATABASES['default']['OPTIONS'] ="
        f' {{"init_command": "{together}"}}. In SQLAlchemy: a listener of the engine\'s "connect"'
        f" event that executes each line. With sqlite3: right after connect().",
    )


def _listed(words: Any) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else str(last)


# What the file keeps.


def _journal_mode(pragmas: Mapping[str, object], writes: bool) -> tuple[str, str] | None:  # noqa: FBT001
    mode = str(pragmas.get("journal_mode", "wal")).lower()
    if not writes or mode in {"wal", "memory", "off"}:
        return _unsafe_journal(mode) if writes else None
    return (
        f"The journal mode is {mode.upper()}: readers and the writer wait for each other, and a"
        " commit waits for the disk more than once.",
        "PRAGMA journal_mode = WAL; once, the file keeps it. Readers and one writer then work side"
        " by side. Not on a network filesystem (all processes must share one machine's memory),"
        " and a backup must go by the backup API or VACUUM INTO, or copy the -wal file as well.",
    )


def _unsafe_journal(mode: str) -> tuple[str, str] | None:
    if mode == "wal":
        return None
    return (
        f"The journal mode is {mode.upper()}: a crash in the middle of a transaction can leave"
        " the database corrupt.",
        "PRAGMA journal_mode = WAL; once, the file keeps it.",
    )


def _page_size(pragmas: Mapping[str, object]) -> tuple[str, str] | None:
    size = _whole(pragmas.get("page_size"))
    if size is None or size >= _PAGE:
        return None
    lines = f"PRAGMA page_size = {_PAGE}; VACUUM;"
    if str(pragmas.get("journal_mode")).lower() == "wal":
        lines = f"PRAGMA journal_mode = DELETE; {lines} PRAGMA journal_mode = WAL;"
    return (
        f"Pages hold {size:,} bytes, where {_PAGE:,} is usual: trees are deeper than they need be,"
        " and the disk works in larger blocks anyway.",
        f"{lines} once, the file keeps it. VACUUM writes the whole database anew: nobody else may"
        " use it meanwhile, and the disk needs up to twice its size.",
    )


def _auto_vacuum(pragmas: Mapping[str, object], writes: bool) -> tuple[str, str] | None:  # noqa: FBT001
    if not writes or _whole(pragmas.get("auto_vacuum")) != 1:
        return None
    return (
        "auto_vacuum is FULL: every transaction that frees pages also moves others to the end of"
        " the file and cuts it, which costs writes and scatters tables.",
        "PRAGMA auto_vacuum = INCREMENTAL; once, the file keeps it. Then run"
        " PRAGMA incremental_vacuum; when the app is quiet.",
    )


# What each connection asks for: the finding, the line, a note.

_Line = tuple[str, str, str]


def _synchronous(pragmas: Mapping[str, object], writes: bool) -> _Line | None:  # noqa: FBT001
    value = _whole(pragmas.get("synchronous"))
    mode = str(pragmas.get("journal_mode", "")).lower()
    if not writes or value in {0, 1} or mode in {"memory", "off"}:
        return None
    after = "" if mode == "wal" else " once the journal mode is WAL"
    return (
        f"synchronous is FULL{_unless(value)}: every commit waits until the disk has it.",
        "PRAGMA synchronous = NORMAL",
        f"right{after}: a commit then waits for the disk only at checkpoints. A power cut may take"
        " back the last commits, but never corrupts the file.",
    )


def _cache_size(pragmas: Mapping[str, object], size: int) -> _Line | None:
    value = _whole(pragmas.get("cache_size"))
    # A positive number counts pages, a negative one KiB (sqlite.org/pragma.html#pragma_cache_size).
    page = _whole(pragmas.get("page_size")) or _PAGE
    kib = _DEFAULT_CACHE_KIB if value is None else -value if value < 0 else value * page // 1024
    wanted = _power_of_two(size, _MOST_CACHE_MIB)
    if kib * 1024 >= min(size, wanted * _MIB // 2):
        return None
    return (
        f"The page cache holds {kib / 1024:.3g} MiB{_unless(value)}, the database"
        f" {show_size(size)}.",
        f"PRAGMA cache_size = -{wanted * 1024}",
        f"{wanted} MiB at most, for each connection: a pool of 10 may take {wanted * 10} MiB. Take"
        " less where memory is short.",
    )


def _mmap_size(pragmas: Mapping[str, object], size: int) -> _Line | None:
    value = _whole(pragmas.get("mmap_size"))
    if value or size <= 8 * _MIB:
        return None
    wanted = _power_of_two(size, _MOST_MAPPED_MIB) * _MIB
    return (
        f"mmap_size is 0{_unless(value)}: a page that isn't in the page cache is copied by a"
        " system call.",
        f"PRAGMA mmap_size = {wanted}",
        f"the first {show_size(wanted)} of the file are then read from the system's memory. Leave"
        " it off where the disk may fail or the file is on a network: an error in reading then"
        " ends the process.",
    )


def _temp_store(pragmas: Mapping[str, object], size: int) -> _Line | None:
    value = _whole(pragmas.get("temp_store"))
    if value == 2 or size <= 8 * _MIB:
        return None
    return (
        f"temp_store is {'FILE' if value == 1 else 'the default'}{_unless(value)}: large sorts and"
        " temporary indexes go through files.",
        "PRAGMA temp_store = MEMORY",
        "a large sort then takes memory instead.",
    )


def _busy_timeout(pragmas: Mapping[str, object], writes: bool) -> _Line | None:  # noqa: FBT001
    value = _whole(pragmas.get("busy_timeout"))
    if not writes or (value is not None and value >= 1000):
        return None
    return (
        f"A connection waits {value or 0:,} ms for another's lock{_unless(value)}, then fails with"
        ' "database is locked".'
        + (" Python's sqlite3 makes it 5,000 ms of itself." if value is None else ""),
        f"PRAGMA busy_timeout = {_WAIT_MS}",
        "or sqlite3.connect(…, timeout=5). Begin transactions that write with BEGIN IMMEDIATE:"
        " only they wait their turn.",
    )


def _foreign_keys(pragmas: Mapping[str, object], writes: bool) -> _Line | None:  # noqa: FBT001
    declared = _whole(pragmas.get(DECLARED_FOREIGN_KEYS)) or 0
    value = _whole(pragmas.get("foreign_keys"))
    if not writes or not declared or value:
        return None
    keys = "1 foreign key" if declared == 1 else f"{declared:,} foreign keys"
    return (
        f"The schema declares {keys}, and SQLite leaves them unchecked{_unless(value)}. Django"
        " turns the check on; sqlite3 and SQLAlchemy don't.",
        "PRAGMA foreign_keys = ON",
        "it is ignored inside a transaction. See first whether old rows break a key:"
        " PRAGMA foreign_key_check.",
    )


def _unless(value: int | None) -> str:
    """Words for a value that is only assumed."""
    return " unless the app sets it" if value is None else ""


def _whole(value: object) -> int | None:
    try:
        return None if value is None else int(str(value))
    except ValueError:
        return None


def _power_of_two(size: int, most: int) -> int:
    """The MiB that hold `size` bytes, as a power of two, `most` at most."""
    mib = 1
    while mib < most and mib * _MIB < size:
        mib *= 2
    return mib
