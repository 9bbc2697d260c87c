"""A clone is one moment of the database, and nobody notices that it is made."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
import pytest

from tenfold.database import check_clone, clone
from tenfold.database import clone as clone_function
from tenfold.database.file import DatabaseFile
from tenfold.database.settling import CHUNK
from tenfold.errors import DatabaseError

APP = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("INSERT INTO t VALUES (-1, 'in the log')")
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A database of 1 MB, in a folder of its own."""
    folder = tmp_path / "app"
    folder.mkdir()
    path = folder / "app.db"
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute(
            """
            CREATE TABLE t (a INTEGER, b TEXT);
            CREATE INDEX t_a ON t (a);
            WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 9000)
            INSERT INTO t SELECT x, printf('%0100d', x) FROM n;
            """
        ).fetchall()
    return path


def put_in_mode(path: Path, mode: str) -> None:
    """Set the journal mode for good."""
    with closing(apsw.Connection(str(path))) as connection:
        assert connection.execute(f"PRAGMA journal_mode = {mode}").get == mode


def dump(path: Path) -> str:
    """The hash of all that a database holds; it must be whole."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


def snapshot(folder: Path) -> dict[str, bytes]:
    """The files of a folder and what is in them, but for -shm files, which are memory."""
    files = sorted(folder.iterdir())
    return {each.name: b"" if "-shm" in each.name else each.read_bytes() for each in files}


@contextmanager
def running_app(path: Path) -> Iterator[None]:
    """Another process that has the database open, and has just written a row."""
    with subprocess.Popen(
        [sys.executable, "-c", APP, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"ready\n"
        yield
        app.communicate()


def before_each_turn(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]) -> None:
    """Let something happen whenever the shared lock is about to be taken."""
    original = DatabaseFile.shared
    turns = iter(range(20_000))

    @contextmanager
    def shared(self: DatabaseFile, patience: float) -> Iterator[float]:
        act(next(turns))
        with original(self, patience) as since:
            yield since

    monkeypatch.setattr(DatabaseFile, "shared", shared)


@pytest.mark.parametrize("mode", ["delete", "truncate", "persist", "wal"])
@pytest.mark.parametrize("alive", [False, True], ids=["alone", "beside the app"])
def test_a_clone_equals_its_source(tmp_path: Path, source: Path, mode: str, alive: bool) -> None:
    """In every journal mode a clone holds the same, stands alone, and leaves no trace."""
    put_in_mode(source, mode)
    target = tmp_path / "clone.db"
    if alive:
        with running_app(source):
            before = snapshot(source.parent)
            report = clone(source, target)
            assert snapshot(source.parent) == before
    else:
        before = snapshot(source.parent)
        report = clone(source, target)
        assert snapshot(source.parent) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["app", "clone.db"]
    assert target.read_bytes()[18:20] == b"\x01\x01"
    assert dump(target) == dump(source)
    assert report.bytes == target.stat().st_size
    assert report.mb_per_second > 0
    assert report.longest_lock < 1
    assert (report.longest_lock == 0) == (mode == "wal")
    assert report.restarts == 0
    check_clone(target)


def test_progress_is_told(tmp_path: Path, source: Path) -> None:
    """Progress never goes back, and ends at the whole."""
    for mode in ("delete", "wal"):
        put_in_mode(source, mode)
        told: list[tuple[int, int]] = []
        clone(source, tmp_path / f"{mode}.db", progress=lambda *step, to=told: to.append(step))
        assert told == sorted(told)
        assert told[-1] == (source.stat().st_size, source.stat().st_size)


def test_a_draft_that_was_torn_is_mended(tmp_path: Path, source: Path) -> None:
    """What is written while the draft is copied comes whole into the clone."""
    with closing(apsw.Connection(str(source))) as writer:

        def write(done: int, total: int) -> None:
            if done < total:
                writer.execute("UPDATE t SET a = a + 1, b = b || 'longer'").fetchall()

        clone(source, tmp_path / "clone.db", progress=write)
    assert dump(tmp_path / "clone.db") == dump(source)


def test_a_write_between_turns_begins_the_comparison_again(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that changes after it was compared is compared again."""
    assert source.stat().st_size > 12 * CHUNK
    with closing(apsw.Connection(str(source))) as writer:

        def write(turn: int) -> None:
            if turn in {2, 3, 9}:
                writer.execute("UPDATE t SET a = a + 1 WHERE rowid % 1000 = 0").fetchall()

        before_each_turn(monkeypatch, write)
        # A lock so short has room for one chunk at a time.
        report = clone(source, tmp_path / "clone.db", max_lock=1e-6)
    assert report.restarts == 3
    assert dump(tmp_path / "clone.db") == dump(source)


def test_a_turn_ends_in_time(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly the disk reads, a turn ends at half of the longest lock."""
    reads: list[int] = []
    before_each_turn(monkeypatch, lambda turn: reads.append(0))
    original = DatabaseFile.read

    def read(self: DatabaseFile, amount: int, offset: int = 0) -> bytes:
        if amount == CHUNK and reads:
            time.sleep(0.004)
            reads[-1] += 1
        return original(self, amount, offset)

    monkeypatch.setattr(DatabaseFile, "read", read)
    clone(source, tmp_path / "clone.db", max_lock=0.05)
    assert sum(reads) >= source.stat().st_size // CHUNK
    assert max(reads) <= 7


def test_a_source_that_shrinks_and_grows_is_followed(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clone has the length of the moment that it shows."""
    with closing(apsw.Connection(str(source))) as writer:

        def write(turn: int) -> None:
            if turn == 2:
                writer.execute("DELETE FROM t WHERE rowid > 100; VACUUM").fetchall()
            if turn == 4:
                writer.execute("INSERT INTO t SELECT * FROM t, t AS u LIMIT 0").fetchall()
                writer.execute("INSERT INTO t SELECT -t.a, t.b FROM t, t AS u").fetchall()

        before_each_turn(monkeypatch, write)
        clone(source, tmp_path / "clone.db", max_lock=1e-6)
    assert dump(tmp_path / "clone.db") == dump(source)


@pytest.mark.parametrize("close", [True, False], ids=["closed again", "left open"])
@pytest.mark.parametrize("old", ["delete", "wal"])
def test_an_app_that_starts_meanwhile_is_heard(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, old: str, close: bool
) -> None:
    """A database that comes alive in WAL mode while it is copied is copied with its log."""
    put_in_mode(source, old)
    app: list[apsw.Connection] = []

    def start(done: int, total: int) -> None:
        if not app:
            app.append(apsw.Connection(str(source)))
            app[0].execute(
                "PRAGMA journal_mode = wal; UPDATE t SET a = a + 1; PRAGMA wal_checkpoint;"
                "UPDATE t SET b = b || a"
            ).fetchall()
            if close:
                app[0].close()

    try:
        if old == "wal" and close:
            # The app could not clear its log away while the copy held its lock.
            with pytest.raises(DatabaseError, match=r"app\.db-wal"):
                clone(source, tmp_path / "clone.db", progress=start)
            put_in_mode(source, "wal")
            clone(source, tmp_path / "clone.db")
        else:
            assert clone(source, tmp_path / "clone.db", progress=start).restarts == 1
    finally:
        app[0].close()
    assert dump(tmp_path / "clone.db") == dump(source)


def test_a_snapshot_ignores_later_writes(tmp_path: Path, source: Path) -> None:
    """In WAL mode the clone shows the moment when it began, in one go."""
    put_in_mode(source, "wal")
    with closing(apsw.Connection(str(source))) as writer:
        writer.execute("UPDATE t SET a = 0").fetchall()
        told = []

        def write(done: int, total: int) -> None:
            told.append(done)
            assert len(told) < 100, "it began again at each write"
            writer.execute("UPDATE t SET a = a + 1").fetchall()

        clone_module = sys.modules[clone_function.__module__]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clone_module, "_STEP", 100_000)
            report = clone(source, tmp_path / "clone.db", progress=write)
        assert len(told) > 10
    assert report.restarts == 0
    with closing(sqlite3.connect(tmp_path / "clone.db")) as connection:
        assert connection.execute("SELECT DISTINCT a FROM t").fetchall() == [(0,)]


def test_endless_writes_end_the_patience(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no turn is long enough and no pause comes, the message says which lock would do."""
    with closing(apsw.Connection(str(source))) as writer:
        before_each_turn(
            monkeypatch, lambda turn: writer.execute("UPDATE t SET a = a + 1 WHERE rowid = 5").get
        )
        with pytest.raises(DatabaseError) as caught:
            clone(source, tmp_path / "clone.db", max_lock=1e-6, patience=0.2)
        words = str(caught.value)
        assert f"{source} is written too often to be cloned" in words
        assert words.endswith("or allow one longer lock by --max-lock 0.1s")
        assert not (tmp_path / "clone.db").exists()
        clone(source, tmp_path / "clone.db", max_lock=0.5)
    assert dump(tmp_path / "clone.db") == dump(source)


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_half_made_clone_is_removed(
    tmp_path: Path, source: Path, mode: str, error: type[BaseException]
) -> None:
    """Ctrl-C or an error leaves no clone, and no lock."""
    put_in_mode(source, mode)

    def stop(done: int, total: int) -> None:
        raise error

    with running_app(source):
        before = snapshot(source.parent)
        with pytest.raises(error):
            clone(source, tmp_path / "clone.db", progress=stop)
        assert snapshot(source.parent) == before
    assert [each.name for each in tmp_path.iterdir()] == ["app"]
    with closing(sqlite3.connect(source, timeout=0)) as connection:
        connection.execute("DELETE FROM t").fetchall()


def test_a_disk_that_fills_is_told(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full in the middle gives one line, and no clone."""

    def full(descriptor: int, data: bytes, offset: int) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(DatabaseError, match=r"No space left on device.*--scratch FOLDER"):
        clone(source, tmp_path / "clone.db")
    assert not (tmp_path / "clone.db").exists()


def test_room_is_asked_for_first(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without room for the clone nothing is begun."""
    monkeypatch.setattr("shutil.disk_usage", lambda folder: type("Usage", (), {"free": 1000}))
    with pytest.raises(DatabaseError, match="no room for the clone"):
        clone(source, tmp_path / "clone.db")
    assert not (tmp_path / "clone.db").exists()


def test_nothing_is_overwritten(tmp_path: Path, source: Path) -> None:
    """A file that is there stays as it is, the source too."""
    for target in (tmp_path / "mine.txt", source):
        if not target.exists():
            target.write_text("mine")
        before = target.read_bytes()
        with pytest.raises(DatabaseError, match="exists already"):
            clone(source, target)
        assert target.read_bytes() == before


def test_a_place_that_takes_no_file_is_told(tmp_path: Path, source: Path) -> None:
    """A folder that is missing or takes no file is named."""
    with pytest.raises(DatabaseError, match=r"takes no new file .*--scratch FOLDER"):
        clone(source, tmp_path / "no" / "clone.db")


def test_a_lock_that_never_ends_is_told(tmp_path: Path, source: Path) -> None:
    """A writer that never ends is waited for, then named."""
    with closing(apsw.Connection(str(source))) as writer:
        writer.execute("BEGIN EXCLUSIVE").fetchall()
        with pytest.raises(DatabaseError, match="kept locked by another process"):
            clone(source, tmp_path / "clone.db", patience=0.1)
