"""A snapshot is a proven copy as of one moment, or it is not there."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tenfold.backups import snapshot, take_snapshot
from tenfold.errors import DatabaseError
from tenfold.events import Progress, subscribe


@pytest.fixture(params=["wal", "delete"])
def database(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A database with odd names, a full-text table and some pages, in either journal mode."""
    path = tmp_path / "shop #1?.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        f"""
        PRAGMA journal_mode = {request.param};
        CREATE TABLE "odd ""name" (id INTEGER PRIMARY KEY, body TEXT);
        CREATE VIRTUAL TABLE words USING fts5(body);
        CREATE TABLE pairs (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO "odd ""name" SELECT i, hex(randomblob(50)) FROM n;
        INSERT INTO words SELECT body FROM "odd ""name" LIMIT 100;
        INSERT INTO pairs VALUES (1, 2);
        """
    )
    connection.close()
    return path


def folder_of(tmp_path: Path) -> Path:
    """An empty folder for the copy."""
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder


def test_copy_is_the_source(database: Path, tmp_path: Path) -> None:
    """The copy holds what the source holds, and the manifest says so."""
    folder = folder_of(tmp_path)
    seen: list[Progress] = []
    with subscribe(seen.append, Progress):
        taken = take_snapshot(database, folder)
    assert sorted(each.name for each in folder.iterdir()) == ["backup.db", "manifest.json"]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["source"] == database.name
    assert manifest["bytes"] == taken.path.stat().st_size == taken.bytes
    assert manifest["sha256"] == hashlib.sha256(taken.path.read_bytes()).hexdigest()
    assert manifest["tables"]['odd "name'] == 20_000
    assert manifest["tables"]["pairs"] == 1
    assert "words" not in manifest["tables"]
    assert taken.path.stat().st_mode & 0o777 == 0o600
    assert [each.done == each.total for each in seen][-1]
    with closing(sqlite3.connect(taken.path)) as copy, closing(sqlite3.connect(database)) as source:
        assert list(copy.iterdump()) == list(source.iterdump())


def test_while_it_is_written(database: Path, tmp_path: Path) -> None:
    """While another process commits pairs of rows, the copy holds whole pairs only."""
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)\n"
        "n = 10\n"
        "while True:\n"
        "    c.execute('BEGIN IMMEDIATE')\n"
        "    for side in 'ab': c.execute('INSERT INTO pairs VALUES (?, ?)', (n, side))\n"
        "    c.execute('COMMIT'); n += 1\n"
        "    if n == 30: print('on', flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(database)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    with writer:
        try:
            writer.stdout.readline()
            for number in range(5):
                folder = tmp_path / str(number)
                folder.mkdir()
                taken = take_snapshot(database, folder)
                with closing(sqlite3.connect(taken.path)) as copy:
                    query = "SELECT count(*) FROM pairs GROUP BY a HAVING a > 9 AND count(*) <> 2"
                    assert copy.execute(query).fetchall() == []
                    (rows,) = copy.execute("SELECT count(*) FROM pairs").fetchone()
                    assert taken.tables["pairs"] == rows > 40
        finally:
            writer.kill()


def test_damaged_source(database: Path, tmp_path: Path) -> None:
    """A damaged database gives no copy but one line, and nothing is left behind."""
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 8192)
    folder = folder_of(tmp_path)
    with pytest.raises(DatabaseError, match="damaged"):
        take_snapshot(database, folder)
    assert list(folder.iterdir()) == []


def test_damage_that_reading_does_not_meet(database: Path, tmp_path: Path) -> None:
    """A database whose index lacks rows is damaged, though each page of it can be read."""
    with sqlite3.connect(database) as source:
        source.execute("CREATE TABLE t (a, b)")
        source.execute("CREATE INDEX t_a ON t (a)")
        source.execute("INSERT INTO t VALUES (1, 2)")
        source.execute("PRAGMA writable_schema = ON")
        source.execute("UPDATE sqlite_schema SET sql = replace(sql, '(a)', '(b)')")
    source.close()
    folder = folder_of(tmp_path)
    with pytest.raises(DatabaseError, match=r"damaged: row 1 missing from index t_a"):
        take_snapshot(database, folder)
    assert list(folder.iterdir()) == []


def test_write_after_the_last_page(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is committed between copying and counting leads to a new copy, or isn't seen."""
    copy_pages = snapshot._copy_pages
    copies = []

    def copy_then_write(source: object, part: Path, watch: int | None = None) -> None:
        copy_pages(source, part, watch)  # type: ignore[arg-type]
        copies.append(part)
        if len(copies) == 1:
            other = apsw.Connection(str(database))
            other.execute("INSERT INTO pairs VALUES (7, 7)")
            other.close()

    monkeypatch.setattr(snapshot, "_copy_pages", copy_then_write)
    taken = take_snapshot(database, folder_of(tmp_path))
    assert taken.tables["pairs"] == len(copies)


@pytest.mark.parametrize(
    ("content", "words"), [(None, "there is no file"), (b"no database" * 999, "no SQLite database")]
)
def test_no_database(content: bytes | None, words: str, tmp_path: Path) -> None:
    """A missing file, and one that is no database, are named as such."""
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    folder = folder_of(tmp_path)
    with pytest.raises(DatabaseError, match=words):
        take_snapshot(path, folder)
    assert list(folder.iterdir()) == []


def test_a_copy_is_never_replaced(database: Path, tmp_path: Path) -> None:
    """A backup that is there already stays as it is."""
    folder = folder_of(tmp_path)
    (folder / "backup.db").write_bytes(b"old")
    with pytest.raises(DatabaseError, match="already"):
        take_snapshot(database, folder)
    assert (folder / "backup.db").read_bytes() == b"old"


def test_wrong_copy_is_refused(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sound copy that lacks a row of the source is not taken for a backup."""
    copy_pages = snapshot._copy_pages

    def copy_and_lose(source: object, part: Path, watch: int | None = None) -> None:
        copy_pages(source, part, watch)  # type: ignore[arg-type]
        with sqlite3.connect(part) as copy:
            copy.execute("DELETE FROM pairs")
        copy.close()

    monkeypatch.setattr(snapshot, "_copy_pages", copy_and_lose)
    folder = folder_of(tmp_path)
    with pytest.raises(DatabaseError, match="not what was copied"):
        take_snapshot(database, folder)
    assert not (folder / "backup.db").exists()


def test_interrupted(database: Path, tmp_path: Path) -> None:
    """Ctrl-C during the copy leaves nothing behind."""

    def stop(event: Progress) -> None:
        raise KeyboardInterrupt

    folder = folder_of(tmp_path)
    with subscribe(stop, Progress), pytest.raises(KeyboardInterrupt):
        take_snapshot(database, folder)
    assert list(folder.iterdir()) == []


def test_room() -> None:
    """A copy that does not fit is refused with both figures."""
    assert snapshot.room_problem("a.db", 1_000_000, 1_000_000) is None
    problem = snapshot.room_problem("a.db", 2_500_000, 1_000_000)
    assert problem is not None
    assert "2.5 MB" in problem
    assert "1.0 MB" in problem
