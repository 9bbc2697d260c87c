"""Advice on pragmas: only what is wrong, the exact line, and where it belongs."""

from collections.abc import Mapping
from pathlib import Path

import apsw
import pytest

from tenfold.queries.settings_advice import advise_settings, read_pragmas

GOOD: Mapping[str, object] = {
    "journal_mode": "wal",
    "page_size": 4096,
    "auto_vacuum": 0,
    "synchronous": 1,
    "cache_size": -65536,
    "mmap_size": 1 << 27,
    "temp_store": 2,
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "declared_foreign_keys": 3,
}
LARGE = 120_000_000


def told(changes: Mapping[str, object], *, writes: bool = True, size: int = LARGE) -> str:
    """All findings on good settings with these changes; None leaves a setting out."""
    merged = {k: v for k, v in {**GOOD, **changes}.items() if v is not None}
    return "\n".join(
        f"{found.what} {found.fix}" for found in advise_settings(merged, writes=writes, bytes=size)
    )


def test_good_settings() -> None:
    """Where all is well nothing is said."""
    assert told({}) == ""


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("journal_mode", "delete", "PRAGMA journal_mode = WAL"),
        ("journal_mode", "off", "PRAGMA journal_mode = WAL"),
        ("synchronous", 2, "PRAGMA synchronous = NORMAL"),
        ("cache_size", -2000, "PRAGMA cache_size = -65536"),
        ("mmap_size", 0, "PRAGMA mmap_size = 134217728"),
        ("temp_store", 0, "PRAGMA temp_store = MEMORY"),
        ("busy_timeout", 0, "PRAGMA busy_timeout = 5000"),
        ("foreign_keys", 0, "PRAGMA foreign_keys = ON"),
        ("page_size", 1024, "PRAGMA page_size = 4096; VACUUM;"),
        ("auto_vacuum", 1, "PRAGMA auto_vacuum = INCREMENTAL"),
    ],
)
def test_each_setting(name: str, value: object, line: str) -> None:
    """A bad value is told with the exact line that mends it."""
    assert line in told({name: value})


@pytest.mark.parametrize(
    "name", ["synchronous", "cache_size", "mmap_size", "temp_store", "busy_timeout", "foreign_keys"]
)
def test_what_the_file_does_not_keep(name: str) -> None:
    """What belongs to a connection can't be seen: that is said, and how to set it in each."""
    words = told({name: None})
    assert "unless the app sets it" in words
    assert "cannot be seen from the file" in words
    assert "At each connection" in words
    assert '"init_command": "PRAGMA' in words
    assert 'SQLAlchemy: a listener of the engine\'s "connect" event' in words


def test_wal_has_its_caveats() -> None:
    """WAL is told with what it doesn't suit: network filesystems, and copies as backups."""
    words = told({"journal_mode": "delete"})
    assert "network filesystem" in words
    assert "backup" in words
    assert "the file keeps it" in words


def test_an_app_that_only_reads() -> None:
    """Where nothing is written, nothing is said of what serves writes."""
    changes = {
        "journal_mode": "delete",
        "synchronous": None,
        "busy_timeout": None,
        "foreign_keys": None,
        "auto_vacuum": 1,
    }
    assert told(changes, writes=False) == ""


def test_a_small_database() -> None:
    """What fits the page cache as it is needs no other."""
    changes = {"cache_size": None, "mmap_size": None, "temp_store": None}
    assert told(changes, size=500_000) == ""


def test_cache_in_pages() -> None:
    """A positive cache_size counts pages."""
    assert told({"cache_size": 16_384}) == ""
    assert "PRAGMA cache_size" in told({"cache_size": 100})


def test_cache_of_a_pool() -> None:
    """The cache is told in MiB, for each connection."""
    words = told({"cache_size": None}, size=20_000_000)
    assert "PRAGMA cache_size = -32768" in words
    assert "32 MiB at most, for each connection: a pool of 10 may take 320 MiB" in words


def test_foreign_keys_that_nobody_declares() -> None:
    """Without foreign keys in the schema there is nothing to check."""
    assert told({"foreign_keys": None, "declared_foreign_keys": 0}) == ""


def test_page_size_under_wal(tmp_path: Path) -> None:
    """The lines for a larger page work on a real database in WAL mode."""
    connection = apsw.Connection(str(tmp_path / "a.db"))
    connection.execute("PRAGMA page_size = 1024; CREATE TABLE t (a); PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO t VALUES (1)")
    (found,) = [
        found
        for found in advise_settings(read_pragmas(connection), writes=True, bytes=4096)
        if "page_size" in found.fix
    ]
    connection.execute(found.fix.partition(" once,")[0]).fetchall()
    after = read_pragmas(connection)
    assert (after["page_size"], after["journal_mode"]) == (4096, "wal")
    connection.close()


def test_read_pragmas(tmp_path: Path) -> None:
    """What the file keeps is read, foreign keys are counted, and no connection's own pragma."""
    path = tmp_path / "a.db"
    connection = apsw.Connection(str(path))
    connection.execute(
        "PRAGMA journal_mode = WAL; PRAGMA user_version = 7; CREATE TABLE p (a, b, UNIQUE (a, b));"
        " CREATE TABLE c (x REFERENCES p (a), y, z, FOREIGN KEY (y, z) REFERENCES p (a, b))"
    ).fetchall()
    connection.close()
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    assert read_pragmas(connection) == {
        "journal_mode": "wal",
        "page_size": 4096,
        "auto_vacuum": 0,
        "encoding": "UTF-8",
        "user_version": 7,
        "declared_foreign_keys": 2,
    }
    connection.close()


def test_every_line_runs(tmp_path: Path) -> None:
    """What init_command would run is understood by SQLite."""
    connection = apsw.Connection(str(tmp_path / "a.db"))
    last = advise_settings({"declared_foreign_keys": 1}, writes=True, bytes=LARGE)[-1]
    lines = last.fix.split('"init_command": "')[1].split('"')[0].split("; ")
    assert len(lines) == 6
    for line in lines:
        connection.execute(line).fetchall()
    assert connection.execute("PRAGMA cache_size").fetchall() == [(-65536,)]
    assert connection.execute("PRAGMA temp_store").fetchall() == [(2,)]
    connection.close()
