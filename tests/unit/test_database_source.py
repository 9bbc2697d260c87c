"""A database is looked at without a trace, and refused with one clear line."""

import gzip
import hashlib
import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tenfold.database import Source, clone, inspect, open_readonly
from tenfold.database.file import DatabaseFile
from tenfold.database.header import read_header
from tenfold.database.looks import JOURNAL_MAGIC
from tenfold.database.source import refuse_path
from tenfold.errors import DatabaseError

CRASH = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = " + sys.argv[2]).fetchall()
connection.execute("PRAGMA cache_size = 1").fetchall()
connection.execute("BEGIN")
connection.execute("UPDATE t SET a = a + 1, b = b || 'x'")
if sys.argv[2] == "wal":
    connection.execute("COMMIT")
if sys.argv[3] == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
print("ready", flush=True)
sys.stdin.read()
"""


def make(path: Path, *pragmas: str) -> Path:
    """Make a database of 2,000 rows."""
    with closing(apsw.Connection(str(path))) as connection:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute(
            """
            CREATE TABLE t (a INTEGER, b TEXT);
            WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 2000)
            INSERT INTO t SELECT x, printf('%0100d', x) FROM n;
            """
        ).fetchall()
    return path


def crash(path: Path, mode: str) -> None:
    """Let another process die by kill -9 in the middle of its work."""
    done = subprocess.run([sys.executable, "-c", CRASH, path, mode, "crash"], check=False)
    assert done.returncode == -signal.SIGKILL


def snapshot(folder: Path) -> dict[str, str]:
    """The files of a folder and what is in them; of -shm files, which are memory, the names."""
    return {
        each.name: ""
        if each.name.endswith("-shm")
        else hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.iterdir())
    }


def refusal(path: Path) -> str:
    """The words by which a database is refused; nothing beside it may change."""
    folder = path if path.is_dir() else path.parent
    before = snapshot(folder) if folder.is_dir() else {}
    with pytest.raises(DatabaseError) as caught:
        inspect(path, patience=0.1)
    assert "\n" not in str(caught.value)
    assert (snapshot(folder) if folder.is_dir() else {}) == before
    return str(caught.value)


def test_a_database_is_described(tmp_path: Path) -> None:
    """What is found is what the database was made with."""
    path = make(tmp_path / "app.db", "page_size = 8192", "auto_vacuum = 2", "user_version = 7")
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("CREATE INDEX i ON t (b); DROP INDEX i; ANALYZE").fetchall()
    before = snapshot(tmp_path)
    source = inspect(path)
    assert snapshot(tmp_path) == before
    assert source == Source(
        path=path,
        bytes=path.stat().st_size,
        page_size=8192,
        page_count=path.stat().st_size // 8192,
        freelist_count=source.freelist_count,
        journal_mode="delete",
        auto_vacuum="incremental",
        encoding="UTF-8",
        user_version=7,
        statistics=("sqlite_stat1", "sqlite_stat4"),
    )
    assert source.freelist_count > 0


def test_a_dormant_wal_database_is_left_alone(tmp_path: Path) -> None:
    """A database in WAL mode that nobody uses gets no -wal and no -shm file from us."""
    path = make(tmp_path / "app.db", "journal_mode = wal")
    before = snapshot(tmp_path)
    assert list(before) == ["app.db"]
    assert inspect(path).journal_mode == "wal"
    with closing(open_readonly(path)) as connection:
        assert connection.execute("SELECT count(*) FROM t").get == 2000
    assert snapshot(tmp_path) == before


def test_a_running_app_in_wal_mode_is_no_crash(tmp_path: Path) -> None:
    """While another process has the database open, its log counts, and nothing is refused."""
    path = make(tmp_path / "app.db")
    with subprocess.Popen(
        [sys.executable, "-c", CRASH, path, "wal", "stay"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"ready\n"
        before = snapshot(tmp_path)
        source = inspect(path)
        with closing(open_readonly(path)) as connection:
            assert connection.execute("SELECT min(a) FROM t").get == 2
        assert snapshot(tmp_path) == before
        app.communicate()
    assert source.journal_mode == "wal"
    assert source.bytes > 2 * make(tmp_path / "other.db").stat().st_size


def test_this_process_in_wal_mode_is_no_crash(tmp_path: Path) -> None:
    """A connection of this very process counts as an app that runs, and keeps its locks."""
    path = make(tmp_path / "app.db", "journal_mode = wal")
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("UPDATE t SET a = 0").fetchall()
        inspect(path)
        shm = Path(f"{path}-shm").stat()
        device = f"{os.major(shm.st_dev):02x}:{os.minor(shm.st_dev):02x}:{shm.st_ino}"
        if (locks := Path("/proc/locks")).exists():
            held = [line for line in locks.read_text().splitlines() if f" {device} 128" in line]
            assert held


def test_a_log_left_by_a_crash_is_refused(tmp_path: Path) -> None:
    """A log that nobody has open is refused, with its size and what brings it in."""
    path = make(tmp_path / "app.db")
    crash(path, "wal")
    words = refusal(path)
    assert "app.db-wal, which a crash left beside it (" in words
    assert f"sqlite3 {path} 'PRAGMA wal_checkpoint(TRUNCATE)'" in words
    with pytest.raises(DatabaseError, match="which a crash left"):
        clone(path, tmp_path / "clone.db")
    assert not (tmp_path / "clone.db").exists()
    Path(f"{path}-shm").unlink()
    assert "which a crash left" in refusal(path)
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    inspect(path)


def test_the_advised_command_mends_a_hot_journal(tmp_path: Path) -> None:
    """A change that a crash interrupted is refused, until SQLite has taken it back."""
    path = make(tmp_path / "app.db")
    crash(path, "delete")
    words = refusal(path)
    assert "holds half a change that a crash interrupted" in words
    assert "app.db-journal (" in words
    with pytest.raises(DatabaseError, match="half a change"):
        clone(path, tmp_path / "clone.db")
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("SELECT * FROM sqlite_schema").fetchall()
    inspect(path)


def test_a_writer_at_work_is_no_crash(tmp_path: Path) -> None:
    """The journal of a process that is writing is no reason to refuse."""
    path = make(tmp_path / "app.db")
    with closing(apsw.Connection(str(path))) as connection:
        # Without syncing, the journal looks finished from the first moment on.
        connection.execute("PRAGMA synchronous = OFF; BEGIN; UPDATE t SET a = 0").fetchall()
        assert Path(f"{path}-journal").read_bytes().startswith(JOURNAL_MAGIC)
        inspect(path)


@pytest.mark.parametrize("mode", ["truncate", "persist"])
def test_a_finished_journal_is_no_crash(tmp_path: Path, mode: str) -> None:
    """A journal that was cut or blanked when its change was done holds nothing."""
    path = make(tmp_path / "app.db", f"journal_mode = {mode}")
    assert Path(f"{path}-journal").exists()
    inspect(path)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_database_that_is_kept_locked_is_refused(tmp_path: Path, mode: str) -> None:
    """Who keeps the database to himself is waited for, and then named as the cause."""
    path = make(tmp_path / "app.db", f"journal_mode = {mode}")
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        connection.execute("BEGIN EXCLUSIVE; UPDATE t SET a = 0; COMMIT").fetchall()
        assert "kept locked by another process for 0.1 seconds" in refusal(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A missing file is refused, with the name that was likely meant."""
    assert "does not exist; give the app's database file" in refusal(tmp_path / "shop.db")
    make(tmp_path / "shop.db")
    assert f"did you mean {tmp_path / 'shop.db'}?" in refusal(tmp_path / "shp.db")
    assert "nor does the folder" in refusal(tmp_path / "no" / "shop.db")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is refused, with a database that lies in it."""
    assert "is a folder; give the database file in it" in refusal(tmp_path)
    make(tmp_path / "shop.sqlite3")
    assert f"such as {tmp_path / 'shop.sqlite3'}" in refusal(tmp_path)


def test_a_device_is_refused() -> None:
    """What is no file on a disk is refused."""
    with pytest.raises(DatabaseError, match="/dev/null is no file on a disk"):
        inspect(Path("/dev/null"))


def test_an_unreadable_file_is_refused() -> None:
    """A file that this user may not read is refused, with the way to allow it."""
    with pytest.raises(DatabaseError, match=r"may not be read by this user; .*chmod a\+r '/x y'"):
        refuse_path(Path("/x y"), "file", readable=False)
    refuse_path(Path("/x y"), "file", readable=True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty (0 bytes), a database without any table"),
        (gzip.compress(b"x" * 99), "it looks like a gzip file; unpack it with gunzip"),
        (b"PGDMP\x01\x0e", "it looks like a PostgreSQL dump"),
        (b"CREATE TABLE t (a);", "a script of SQL; make a database of it by sqlite3"),
        (random.Random(3).randbytes(8192), "it looks like an encrypted database (SQLCipher"),
        (b"SQLite format 3\x00" + b"\x07" * 4080, "is corrupt: page 1, its header"),
        (b"SQLite format 3\x00", "is corrupt: page 1, its header"),
    ],
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """What is no database is refused by its content, whatever its name."""
    (tmp_path / "app.db").write_bytes(content)
    assert words in refusal(tmp_path / "app.db")


@pytest.mark.parametrize("cut", [1, 4096, 100_000])
def test_a_truncated_database_is_refused(tmp_path: Path, cut: int) -> None:
    """A file that lost its end is refused, with the last whole page."""
    path = make(tmp_path / "app.db")
    size = path.stat().st_size
    os.truncate(path, size - cut)
    words = refusal(path)
    assert f"is cut off after page {(size - cut) // 4096:,} of {size // 4096:,}" in words
    assert f"sqlite3 {path} .recover" in words


def test_a_corrupt_list_of_tables_is_refused(tmp_path: Path) -> None:
    """A database whose schema makes no sense is refused as corrupt."""
    path = make(tmp_path / "app.db")
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)
    assert "is corrupt: page 1, the list of its tables" in refusal(path)


def test_a_name_of_any_kind_is_opened(tmp_path: Path) -> None:
    """Blanks, signs of percent and questions in a name mean themselves."""
    path = make(tmp_path / "my app?mode=rwc&x#1%20.db")
    assert inspect(path).page_count > 0


def test_nothing_can_be_written(tmp_path: Path) -> None:
    """The connection for reading refuses to write."""
    path = make(tmp_path / "app.db")
    with closing(open_readonly(path)) as connection, pytest.raises(apsw.ReadOnlyError):
        connection.execute("DELETE FROM t")


def test_reading_the_file_keeps_this_process_s_locks(tmp_path: Path) -> None:
    """To open and close the file drops no lock that this process holds on it."""
    path = make(tmp_path / "app.db")
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("BEGIN EXCLUSIVE").fetchall()
        with DatabaseFile(path) as file:
            assert read_header(file.head()).page_size == 4096
        other = (
            "import sqlite3, sys\n"
            "sqlite3.connect(sys.argv[1], timeout=0).execute('SELECT * FROM t').fetchall()"
        )
        done = subprocess.run(
            [sys.executable, "-c", other, path], capture_output=True, text=True, check=False
        )
    assert "database is locked" in done.stderr
