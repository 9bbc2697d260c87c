"""A change meets kill -9, Ctrl-C, a full disk, a second change and other programs: real processes.

Whatever happens, the database holds all of the change or nothing of it, and every row.
"""

import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tenfold.backups import take_snapshot
from tenfold.errors import ChangeError
from tenfold.queries.change import ChangePlan, apply_change, schema_digest
from tenfold.queries.change_undo import list_changes, undo_last
from tests.servers.change_child import finish, start

ROWS = 60_000
NAMES = {"by_item", "by_day", "by_both"}
PLAN = [
    "CREATE INDEX by_item ON sales (item)",
    "CREATE INDEX by_day ON sales (day, item)",
    "CREATE INDEX by_both ON sales (item, day, note)",
    "ANALYZE",
]
WAL = ["PRAGMA journal_mode = WAL"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of some megabytes that is never touched, only copied."""
    path = tmp_path_factory.mktemp("original") / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"""
            CREATE TABLE sales (id INTEGER PRIMARY KEY, item TEXT, day INTEGER, note TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
            INSERT INTO sales SELECT i, 'item ' || i % 1000, i % 365, hex(i * 7919) || i FROM n;
            """
        )
    return path


@pytest.fixture
def database(original: Path, tmp_path: Path) -> Path:
    """A fresh copy of the original."""
    return fresh(original, tmp_path / "app")


def fresh(original: Path, folder: Path) -> Path:
    """A copy of the original in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(original, folder / "shop.db"))


def plan_for(database: Path, pragmas: list[str] | None = None) -> ChangePlan:
    """The plan for the schema as it is."""
    with closing(apsw.Connection(str(database))) as connection:
        return ChangePlan(PLAN, pragmas or [], schema_digest(connection))


def whole(database: Path) -> set[str]:
    """Check that the database is sound and lacks no row; return its indexes: all or none."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        query = "SELECT count(*), sum(id), sum(day), min(note), max(note) FROM sales NOT INDEXED"
        expected = (ROWS, ROWS * (ROWS + 1) // 2, sum(i % 365 for i in range(1, ROWS + 1)))
        row = connection.execute(query).fetchone()
        assert row[:3] == expected
        query = "SELECT name FROM sqlite_schema WHERE type = 'index'"
        found = {name for (name,) in connection.execute(query)}
        statistics = connection.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"
        ).fetchone()
    assert found in (set(), NAMES)
    assert statistics == (1 if found else 0,)
    return found


def dump(database: Path) -> list[str]:
    """All data, the schema and the statistics, as statements."""
    with closing(sqlite3.connect(database)) as connection:
        mode = connection.execute("PRAGMA journal_mode").fetchone()
        return [*connection.iterdump(), str(mode)]


def begun(child: "subprocess.Popen[str]") -> None:
    """Wait until the process has loaded everything and begins."""
    assert child.stdout is not None
    assert child.stdout.readline() == "begins\n"


def record(database: Path) -> dict[str, object]:
    """The newest change.json, or nothing."""
    found = sorted((database.parent / ".tenfold" / "optimize" / "shop.db").glob("*/change.json"))
    content: dict[str, object] = json.loads(found[-1].read_text("utf-8")) if found else {}
    return content


def copying(database: Path) -> bool:
    """Tell whether the backup is being written."""
    return any(database.parent.glob(".tenfold/optimize/shop.db/*/backup.db.part"))


def prepared(database: Path) -> bool:
    """Tell whether the transaction runs."""
    return bool(record(database))


def recorded(database: Path) -> bool:
    """Tell whether the record is complete, as it is just before the commit."""
    return record(database).get("statistics") is not None


def committed(database: Path) -> bool:
    """Tell whether the commit took the rollback journal away, as it does before the mark."""
    return recorded(database) and not database.with_name("shop.db-journal").exists()


def in_wal_mode(database: Path) -> bool:
    """Tell whether the file says so: after the pragma, before the mark."""
    with database.open("rb") as file:
        return file.read(20)[18] == 2


MOMENTS: list[Callable[[Path], bool]] = [copying, prepared, recorded, committed, in_wal_mode]


def kill_when(child: "subprocess.Popen[str]", reached: Callable[[], bool]) -> None:
    """Kill -9 the process as soon as this is so, if it still runs then."""
    begun(child)
    while child.poll() is None and not reached():
        pass
    child.kill()
    finish(child)


def check_after_kill(before: list[str], database: Path) -> str:
    """All or nothing; then undo, apply and undo work; return what had become of the change."""
    found = whole(database)
    status = str(record(database).get("status", "nothing written"))
    outcome = f"{status}, {'made' if found else 'not made'}"
    if found:
        assert set(undo_last(database).dropped) == NAMES
    else:
        with pytest.raises(ChangeError, match="nothing to undo"):
            undo_last(database)
    assert dump(database) == before
    apply_change(database, plan_for(database, WAL), backup=take_snapshot)
    assert whole(database) == NAMES
    undo_last(database)
    assert whole(database) == set()
    assert {each.status for each in list_changes(database)} <= {"undone", "never applied"}
    return outcome


@pytest.mark.slow
def test_kill_at_any_moment(original: Path, tmp_path: Path) -> None:
    """Kill -9 leaves all or nothing, at moments spread over a change and at each of its turns."""
    database = fresh(original, tmp_path / "whole")
    child = start(database, plan_for(database, WAL))
    begun(child)
    began = time.monotonic()
    assert finish(child) == (0, "")
    length = time.monotonic() - began

    before = dump(original)
    chance = random.Random(10)
    outcomes = []
    for number in range(12):
        database = fresh(original, tmp_path / str(number))
        until = length * (number + chance.random()) / 12
        child = start(database, plan_for(database, WAL))
        begun(child)
        time.sleep(until)
        child.kill()
        finish(child)
        outcomes.append(check_after_kill(before, database))
    for number, (moment, _) in enumerate(itertools.product(MOMENTS, range(2))):
        database = fresh(original, tmp_path / f"turn {number}")
        child = start(database, plan_for(database, WAL))
        kill_when(child, lambda path=database, at=moment: at(path))  # type: ignore[misc]
        outcomes.append(check_after_kill(before, database))
    assert {"nothing written, not made", "prepared, not made", "prepared, made"} <= set(outcomes)


@pytest.mark.slow
def test_kill_of_an_undo(original: Path, tmp_path: Path) -> None:
    """Kill -9 of an undo leaves all or nothing, and the next undo finishes."""
    code = (
        "import sys; from pathlib import Path; from tenfold.queries.change_undo import undo_last\n"
        "print('begins', flush=True); undo_last(Path(sys.argv[1]))"
    )
    database = fresh(original, tmp_path / "app")
    chance = random.Random(11)
    for _ in range(8):
        apply_change(database, plan_for(database, WAL), backup=take_snapshot)
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(database)], stdout=subprocess.PIPE, text=True
        )
        begun(child)
        time.sleep(chance.random() * 0.06)
        child.kill()
        finish(child)
        whole(database)
        if list_changes(database)[0].status != "undone":
            undo_last(database)
        assert dump(database) == dump(original)
    assert {each.status for each in list_changes(database)} == {"undone"}


@pytest.mark.parametrize("moment", [copying, prepared])
def test_interrupt(database: Path, original: Path, moment: Callable[[Path], bool]) -> None:
    """Ctrl-C during backup or transaction takes back all, leaves no folder, exits with 130."""
    child = start(database, plan_for(database, WAL))
    begun(child)
    while not moment(database):
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    assert finish(child) == (130, "")
    assert dump(database) == dump(original)
    assert list_changes(database) == []
    assert not any(database.parent.glob(".tenfold/optimize/shop.db/2*"))


def start_in_mode(database: Path, *, wal: bool) -> None:
    """Put the database into WAL mode, or not."""
    if wal:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")


@pytest.mark.parametrize("wal", [False, True])
def test_files_that_may_not_grow(original: Path, tmp_path: Path, wal: bool) -> None:
    """Where the disk refuses to take more, at whatever size, nothing is changed."""
    size = original.stat().st_size
    lines = []
    limits = (size // 2, size + 4096, size + (1 << 20), size + (2 << 20), 64 << 20)
    for limit in limits:
        database = fresh(original, tmp_path / str(limit))
        start_in_mode(database, wal=wal)
        before = dump(database)
        status, line = finish(start(database, plan_for(database), file_limit=limit))
        lines.append(line)
        if status == 0:
            # In WAL mode it is enough that the WAL takes it.
            assert whole(database) == NAMES
            continue
        assert (status, line.count("\n")) == (2, 1)
        assert dump(database) == before
        assert list_changes(database) == []
        assert not any(database.parent.glob(".tenfold/optimize/shop.db/2*"))
    assert "no backup" in lines[0]
    assert "nothing was changed: shop.db: the disk refused to write" in lines[1]
    assert lines[-1] == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a file system of so many bytes, in memory."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(size: int) -> Path:
        subprocess.run(["umount", folder], check=False, capture_output=True)  # noqa: S607
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],  # noqa: S607
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            pytest.skip(f"mount is refused here: {done.stderr.strip()}")
        return folder

    yield mount
    subprocess.run(["umount", folder], check=False, capture_output=True)  # noqa: S607


@pytest.mark.parametrize("wal", [False, True])
def test_full_disk(original: Path, small_disk: Callable[[int], Path], wal: bool) -> None:
    """A disk that is full at any point of the change leaves the original as it was."""
    words = []
    for leave in (0, 8192, 1 << 20, 3 << 20, 9 << 20):
        database = fresh(original, small_disk(20 << 20))
        start_in_mode(database, wal=wal)
        before = dump(database)
        status, line = finish(start(database, plan_for(database), leave=leave))
        if status == 0:
            assert whole(database) == NAMES
            words.append("made")
            continue
        assert (status, line.count("\n")) == (2, 1)
        words.append("full" if "full" in line or "No space left" in line else line)
        assert dump(database) == before
        assert list_changes(database) == []
        assert not any(database.parent.glob(".tenfold/optimize/shop.db/2*"))
    assert words == ["full", "full", "full", "full", "made"]


def test_no_room(original: Path, small_disk: Callable[[int], Path]) -> None:
    """Room for the backup is asked for before anything is written."""
    database = fresh(original, small_disk(original.stat().st_size + (2 << 20)))
    status, line = finish(start(database, plan_for(database)))
    assert (status, line.count("\n")) == (2, 1)
    assert line.startswith("no room to change shop.db")
    assert whole(database) == set()


def test_two_at_once(database: Path, tmp_path: Path) -> None:
    """Of two changes at once one wins, and the other gets one line and exit status 2."""
    plan = plan_for(database)
    first = start(database, plan, wait_for=str(tmp_path / "go"))
    begun(first)
    while not any(database.parent.glob(".tenfold/optimize/shop.db/2*")):
        assert first.poll() is None
    for _ in range(2):
        status, line = finish(start(database, plan))
        assert status == 2
        assert line.startswith("another tenfold is changing shop.db at this moment")
        assert line.count("\n") == 1
    (tmp_path / "go").touch()
    assert finish(first) == (0, "")
    assert whole(database) == NAMES
    assert [each.status for each in list_changes(database)] == ["applied"]


def test_race(database: Path) -> None:
    """Of four changes started together exactly one is made, with one folder."""
    plan = plan_for(database)
    results = [finish(child) for child in [start(database, plan) for _ in range(4)]]
    assert sorted(status for status, _ in results) == [0, 2, 2, 2]
    assert all(line.count("\n") == 1 for status, line in results if status)
    assert whole(database) == NAMES
    assert len(list_changes(database)) == 1


WRITER = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
for n in range(1_000_000, 2_000_000):
    c.execute('INSERT INTO sales (id, item) VALUES (?, ?)', (n, str(n)))
    print(n, flush=True)
"""


@pytest.mark.parametrize("wal", [False, True])
def test_a_writer_loses_nothing(database: Path, wal: bool) -> None:
    """Every row that another program commits during a change is there after it, and after undo."""
    start_in_mode(database, wal=wal)
    plan = plan_for(database)
    with tempfile.TemporaryFile("w+") as output:
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(database)], stdout=output)
        try:
            while os.fstat(output.fileno()).st_size == 0:
                assert writer.poll() is None
            status, line = finish(start(database, plan))
            time.sleep(0.1)
            assert writer.poll() is None
        finally:
            writer.kill()
            writer.wait()
        output.seek(0)
        promised = [int(line) for line in output.read().split("\n")[:-1]]
    assert (status, line) == (0, "")
    for _ in range(2):
        with closing(sqlite3.connect(database)) as connection:
            query = "SELECT id FROM sales NOT INDEXED WHERE id >= 1000000 ORDER BY id"
            kept = [number for (number,) in connection.execute(query)]
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # One more may be there: committed, and killed before it was told.
        assert kept[: len(promised)] == promised
        assert len(kept) <= len(promised) + 1
        if list_changes(database)[0].status == "applied":
            undo_last(database)


READER = """
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
print('reads', flush=True)
while True:
    c.execute('SELECT count(*) FROM sales WHERE id < 100').fetchall()
    time.sleep(0.001)
"""


def test_readers_go_on_in_wal_mode(database: Path) -> None:
    """In WAL mode a program that reads without any patience is never refused during a change."""
    start_in_mode(database, wal=True)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(database)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert reader.stdout is not None
        reader.stdout.readline()
        assert finish(start(database, plan_for(database))) == (0, "")
        time.sleep(0.05)
        assert reader.poll() is None
    finally:
        reader.kill()
        reader.communicate()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, as pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "words"),
    [(0o755, 0o644, "shop.db is read-only"), (0o755, 0o666, "the folder of shop.db is read-only")],
)
def test_read_only(
    original: Path, open_folder: Path, folder_mode: int, file_mode: int, words: str
) -> None:
    """A user who may not write the file, or its folder, gets one line; nothing is changed."""
    database = fresh(original, open_folder)
    database.chmod(file_mode)
    open_folder.chmod(folder_mode)
    user: dict[str, object] = {"user": 65534}
    if os.geteuid() != 0:
        user = {}
        database.chmod(file_mode & 0o444 if words.startswith("shop") else file_mode)
        open_folder.chmod(0o555)
    before = database.read_bytes()
    status, line = finish(start(database, plan_for(database), **user))
    open_folder.chmod(0o755)
    assert (status, line.count("\n")) == (2, 1)
    assert line.startswith(words)
    assert database.read_bytes() == before
    assert [each.name for each in open_folder.iterdir()] == ["shop.db"]


def test_immutable(database: Path) -> None:
    """A file that not even root may write gets the same line."""
    plan = plan_for(database)
    tool = shutil.which("chattr")
    if tool is None:
        pytest.skip("chattr is not here")
    if subprocess.run([tool, "+i", database], check=False, capture_output=True).returncode:
        pytest.skip("chattr is refused here")
    try:
        with pytest.raises(ChangeError, match=r"shop\.db is read-only"):
            apply_change(database, plan, backup=take_snapshot)
        assert [each.name for each in database.parent.iterdir()] == ["shop.db"]
    finally:
        subprocess.run([tool, "-i", database], check=True)
