"""`tenfold optimize` at the command line: each bad input is one line, exit status 2, no trace."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tenfold.database import inspect
from tenfold.errors import DatabaseError
from tenfold.queries.optimize import Options, _scratch
from tests.studies import database, recording, rows, state

SHOP = (
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT, note TEXT);",
    rows("orders", 5_000, "x, pick(x, 500), 'the note of an order, number ' || x"),
)
BY_USER = "SELECT * FROM orders WHERE user_id = 7"


@dataclass(frozen=True)
class Ran:
    """What a run of `tenfold` said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A folder with a database and a workload, and `tenfold` to run on them."""

    folder: Path

    @property
    def db(self) -> Path:
        """The database."""
        return self.folder / "app" / "shop.db"

    @property
    def work(self) -> Path:
        """The workload."""
        return self.folder / "work.jsonl"

    def optimize(self, *options: str, db: Path | None = None, work: Path | None = None) -> Ran:
        """Run `tenfold optimize`."""
        asked = [str(db or self.db), "--workload", str(work or self.work), *options]
        ran = subprocess.run(
            [sys.executable, "-m", "tenfold", "optimize", *asked],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "TMPDIR": "/tmp"},  # noqa: S108
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def refused(self, *options: str, db: Path | None = None, work: Path | None = None) -> str:
        """Run it on what can't do; the one line it says, after checks that nothing changed."""
        before, names = state(self.folder), sorted(self.folder.rglob("*"))
        ran = self.optimize(*options, db=db, work=work)
        assert "Traceback" not in ran.err
        assert (ran.status, ran.out) == (2, "")
        (line,) = ran.err.splitlines()
        assert line.startswith("tenfold: ")
        assert state(self.folder) == before
        assert sorted(self.folder.rglob("*")) == names
        return line.removeprefix("tenfold: ")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A small shop, and a workload that one index mends."""
    (tmp_path / "app").mkdir()
    desk = Desk(tmp_path)
    database(desk.db, *SHOP)
    recording(desk.work, *[BY_USER] * 20)
    return desk


def spoil(path: Path, at: int, data: bytes) -> None:
    """Write bytes over a file's own."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def _missing(desk: Desk) -> None:
    desk.db.rename(desk.db.with_name("shop2.db"))


def _text(desk: Desk) -> None:
    desk.db.write_text("hello, I am no database\n" * 99)


def _encrypted(desk: Desk) -> None:
    noise = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(1024))
    desk.db.write_bytes(noise)


def _corrupt(desk: Desk) -> None:
    spoil(desk.db, 4096 * 9, b"\xff" * 4096)


def _cut_off(desk: Desk) -> None:
    desk.db.write_bytes(desk.db.read_bytes()[: 4096 * 5])


def _empty(desk: Desk) -> None:
    desk.db.write_bytes(b"")


def _crashed(desk: Desk) -> None:
    """What kill -9 of a writer leaves: a log whose changes are not in the file yet."""
    connection = sqlite3.connect(desk.db)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO orders (note) VALUES ('only in the log')")
    connection.commit()
    copies = {p.name: p.read_bytes() for p in desk.db.parent.iterdir()}
    connection.close()
    for name in ("shop.db", "shop.db-wal"):
        (desk.db.parent / name).write_bytes(copies[name])


DATABASES: dict[str, tuple[Callable[[Desk], None], list[str]]] = {
    "missing": (_missing, ["shop.db does not exist", "shop2.db"]),
    "no database": (_text, ["is not a SQLite database"]),
    "encrypted": (_encrypted, ["is not a SQLite database", "encrypted"]),
    "corrupt": (_corrupt, ["corrupt", "page 10"]),
    "cut off": (_cut_off, ["cut off after page 5"]),
    "empty": (_empty, ["is empty"]),
    "a log left by a crash": (_crashed, ["shop.db"]),
}


@pytest.mark.parametrize("name", DATABASES)
def test_bad_database(name: str, desk: Desk) -> None:
    """A database that can't be used is refused by name, with what is wrong."""
    spoilt, words = DATABASES[name]
    spoilt(desk)
    said = desk.refused()
    assert all(word in said for word in words), said


def test_folder_as_database(desk: Desk) -> None:
    """A folder is refused, and the database in it named."""
    assert "shop.db" in desk.refused(db=desk.db.parent)


WORKLOADS: dict[str, tuple[str, str, list[str]]] = {
    "no such table": (
        "work.sql",
        "SELECT 1;\nSELECT * FROM customers;\n",
        ["work.sql:2:", "no such table: customers", "--skip-failing"],
    ),
    "no such column": (
        "work.jsonl",
        json.dumps({"sql": "SELECT age FROM orders"}) + "\n",
        ["work.jsonl:1:", "no such column: age"],
    ),
    "too few parameters": (
        "work.jsonl",
        json.dumps({"sql": "SELECT * FROM orders WHERE id = ? OR id = ?", "params": [1]}) + "\n",
        ["work.jsonl:1:", "don't fit its placeholders"],
    ),
    "empty": ("work.sql", "", ["work.sql"]),
    "only comments": ("work.sql", "-- nothing yet\n", ["work.sql"]),
    "only statements of a session": ("work.sql", "BEGIN;\nCOMMIT;\n", ["no statement", "line 1"]),
    "malformed JSON": (
        "work.jsonl",
        json.dumps({"sql": BY_USER}) + '\n{"sql": \n',
        ["work.jsonl:2: is not JSON"],
    ),
    "no SQL in the line": ("work.jsonl", '{"query": "SELECT 1"}\n', ['work.jsonl:1: has no "sql"']),
    "no object in the line": ("work.jsonl", "[1]\n", ["work.jsonl:1: is no JSON object"]),
}


@pytest.mark.parametrize("name", WORKLOADS)
def test_bad_workload(name: str, desk: Desk) -> None:
    """A workload that can't be used is refused with its file, its line and what is wrong there."""
    file, text, words = WORKLOADS[name]
    work = desk.folder / file
    work.write_text(text)
    said = desk.refused(work=work)
    assert all(word in said for word in words), said


def test_no_workload(desk: Desk) -> None:
    """A workload that isn't there, or isn't named at all, is asked for."""
    assert "no such workload file" in desk.refused(work=desk.folder / "other.sql")
    assert "is a folder" in desk.refused(work=desk.folder)
    assert "--workload" in _usage(desk, str(desk.db))


def _usage(desk: Desk, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "tenfold", "optimize", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=desk.folder,
    )
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
    return ran.stderr


OPTIONS: dict[str, tuple[list[str], str]] = {
    "no size": (["--budget", "much"], "much"),
    "a negative size": (["--budget", "-5MB"], "-5MB"),
    "no time": (["--time", "soon"], "soon"),
    "a negative time": (["--time", "-5s"], "-5s"),
    "no percentage": (["--fail-under", "some"], "--fail-under"),
    "more than all": (["--fail-under", "120%"], "120%"),
    "no number of percent": (["--fail-under", "nan"], "nan"),
    "no lock": (["--max-lock", "blink"], "--max-lock"),
    "a page into a missing folder": (["--html", "nowhere/page.html"], "there is no folder nowhere"),
    "JSON into a missing folder": (["--json", "nowhere/x.json"], "there is no folder nowhere"),
    "a page onto a folder": (["--html", "app"], "is a folder"),
    "a page onto the database": (["--html", "app/shop.db"], "is the database"),
    "JSON onto the database's log": (["--json", "app/../app/shop.db-wal"], "is the database"),
    "JSON onto the workload": (["--json", "work.jsonl"], "is the workload"),
    "two reports onto one file": (["--json", "x", "--html", "./x"], "is the other report"),
    "a missing folder for clones": (["--scratch", "nowhere"], "nowhere: no such folder"),
    "an unknown option": (["--fast"], "--fast"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_bad_option(name: str, desk: Desk) -> None:
    """An option that makes no sense is refused before any work, and named."""
    options, words = OPTIONS[name]
    assert words in desk.refused(*options)


def test_unparsed_statement_is_listed(desk: Desk) -> None:
    """What SQLite can't parse is listed in the report, and is no error."""
    recording(desk.work, "SELEC 1", *[BY_USER] * 20)
    ran = desk.optimize()
    assert (ran.status, ran.err) == (0, "")
    assert "line 1: near" in ran.out
    assert "SELEC 1" in ran.out


def test_skip_failing(desk: Desk) -> None:
    """With --skip-failing, a statement of another database is listed instead."""
    recording(desk.work, "SELECT * FROM customers", *[BY_USER] * 20)
    ran = desk.optimize("--skip-failing")
    assert (ran.status, ran.err) == (0, "")
    assert "no such table: customers" in ran.out


def test_fail_over(desk: Desk) -> None:
    """A build fails where the plan saves more than it may leave undone, and passes below."""
    assert desk.optimize("--fail-over", "100%").status == 0
    ran = desk.optimize("--fail-over", "1%")
    assert ran.status == 1
    assert "more than 1 %: apply it" in ran.err


def test_missed_limit_applies_nothing(desk: Desk) -> None:
    """A build that fails by its limit leaves the database as it was, --apply or not."""
    before = state(desk.folder)
    ran = desk.optimize("--apply", "--fail-under", "99.9999%")
    assert ran.status == 1
    assert "Nothing was changed." in ran.err
    assert state(desk.folder) == before


def test_no_room_is_said(desk: Desk) -> None:
    """Where the budget keeps every index out, the budget is named and not the index's worth."""
    ran = desk.optimize("--budget", "1B")
    assert "No index that pays fits into" in ran.out


def test_fail_under(desk: Desk) -> None:
    """A plan that saves less than asked gives exit status 1 and the share; more gives 0."""
    assert desk.optimize("--fail-under", "20%").status == 0
    recording(desk.work, "SELECT count(*) FROM orders")
    ran = desk.optimize("--fail-under", "20")
    assert ran.status == 1
    assert ran.err == "The plan saves 0 % of the steps, less than 20 %.\n"


def test_nothing_is_changed_without_apply(desk: Desk) -> None:
    """A plan is only shown; the database and its folder stay as they were to the byte."""
    before = state(desk.folder)
    ran = desk.optimize()
    assert "CREATE INDEX" in ran.out
    assert "Nothing was changed. Add --apply" in ran.out
    assert state(desk.folder) == before


def test_files_are_written(desk: Desk) -> None:
    """--json and --html write the report, as JSON that can be read back and as one page."""
    ran = desk.optimize("--json", "r.json", "--html", "r.html")
    assert ran.status == 0
    report = json.loads((desk.folder / "r.json").read_text())
    assert report["plan"]["indexes"][0]["keys"] == ["user_id"]
    assert report["gain"] > 0.9
    assert "<!doctype html>" in (desk.folder / "r.html").read_text()[:99].lower()


def test_apply_makes_what_was_shown(desk: Desk) -> None:
    """With --apply the database has exactly the indexes of the plan afterwards."""
    ran = desk.optimize("--apply", "--json", "r.json")
    assert (ran.status, ran.err) == (0, "")
    planned = json.loads((desk.folder / "r.json").read_text())["plan"]["indexes"]
    with closing(sqlite3.connect(desk.db)) as connection:
        made = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'index'").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert [(index["sql"],) for index in planned] == made


def test_no_room_is_asked_for_first(tmp_path: Path) -> None:
    """Where the disk has no room for the clones, that is said before anything is written."""
    source = inspect(database(tmp_path / "huge.db", *SHOP))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with (
        pytest.raises(DatabaseError, match="room"),
        _scratch(Options(scratch=scratch), replace(source, bytes=1 << 50)),
    ):
        pytest.fail("it went on")
    assert not list(scratch.iterdir())
