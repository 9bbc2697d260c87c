"""A change on a real database: applied, taken back, refused."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tenfold.backups import take_snapshot
from tenfold.cli.entry import run
from tenfold.errors import ChangeError, DatabaseError, TenfoldError
from tenfold.events import Progress, subscribe
from tenfold.queries import change, change_session
from tenfold.queries.change import (
    Applied,
    ChangePlan,
    apply_change,
    finish_interrupted,
    schema_digest,
)
from tenfold.queries.change_journal import Change, journal_of, locked, write_change
from tenfold.queries.change_undo import list_changes, undo_last
from tests.debian import require_tool

CREATE = ["CREATE INDEX by_item ON sales (item, day)", "CREATE INDEX by_day ON sales (day)"]
WAL = ["PRAGMA journal_mode = WAL"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of two tables in a folder of its own, with an index and no statistics."""
    path = tmp_path / "app" / "shop.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """
            CREATE TABLE sales (id INTEGER PRIMARY KEY, item TEXT, day INTEGER);
            CREATE TABLE items (name TEXT UNIQUE, note TEXT);
            CREATE INDEX "old one" ON items (note COLLATE NOCASE) WHERE note IS NOT NULL;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO sales SELECT i, 'item ' || i % 100, i % 365 FROM n;
            INSERT INTO items SELECT DISTINCT item, 'it''s ' || item FROM sales;
            """
        )
    return path


def execute(database: Path, *statements: str) -> list[tuple[object, ...]]:
    """Run statements as an app would, and return the rows of the last."""
    rows: list[tuple[object, ...]] = []
    with closing(other_program(database)) as connection:
        for sql in statements:
            rows = connection.execute(sql).fetchall()
    return rows


def other_program(database: Path) -> apsw.Connection:
    """A connection that stands for another program.

    Not by sqlite3: within one process, two copies of the SQLite library don't see each other's
    locks.
    """
    return apsw.Connection(str(database))


def digest(database: Path) -> str:
    """The digest of the schema as it is."""
    with closing(apsw.Connection(str(database))) as connection:
        return schema_digest(connection)


def plan_for(database: Path, *statements: str, pragmas: list[str] | None = None) -> ChangePlan:
    """A plan for the schema as it is."""
    return ChangePlan(list(statements), pragmas or [], digest(database))


def apply(database: Path, *statements: str, pragmas: list[str] | None = None) -> Applied:
    """Apply these statements."""
    plan = plan_for(database, *statements, pragmas=pragmas)
    return apply_change(database, plan, backup=take_snapshot)


def dump(database: Path) -> list[str]:
    """The lines of the shell's .dump: all data, the schema and the statistics."""
    shell = require_tool("sqlite3", package="sqlite3")
    done = subprocess.run(
        [shell, database, ".dump"], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.splitlines()


def state(database: Path) -> tuple[list[str], str]:
    """All that an undo must bring back: the dump, and the journal mode."""
    ((mode,),) = execute(database, "PRAGMA journal_mode")
    return dump(database), str(mode)


def indexes(database: Path) -> set[object]:
    """The names of the indexes that CREATE INDEX made."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL"
    return {name for (name,) in execute(database, query)}


def statuses(database: Path) -> list[str]:
    """The status of each change, newest first."""
    return [each.status for each in list_changes(database)]


def analyzed_by_sqlite_with_stat4(database: Path) -> None:
    """Leave rows in sqlite_stat4, with blobs."""
    with closing(apsw.Connection(str(database))) as connection:
        connection.execute("ANALYZE")


@pytest.mark.parametrize("analyzed", [False, True])
def test_apply_and_undo(database: Path, analyzed: bool) -> None:
    """Undo brings back schema, statistics with and without STAT4, and journal mode exactly."""
    if analyzed:
        analyzed_by_sqlite_with_stat4(database)
        execute(database, "UPDATE sqlite_stat1 SET stat = '77 7' WHERE idx = 'old one'")
    before = state(database)
    applied = apply(database, *CREATE, "ANALYZE", pragmas=WAL)
    assert indexes(database) == {"by_item", "by_day", "old one"}
    assert execute(database, "PRAGMA journal_mode") == [("wal",)]
    assert execute(database, "SELECT stat FROM sqlite_stat1 WHERE idx = 'by_day'") == [("5000 14",)]
    assert applied.created == ["by_item", "by_day"]
    assert applied.journal_mode == "wal"
    assert applied.notes == []
    assert sorted(each.name for each in applied.folder.iterdir()) == [
        "backup.db", "change.json", "manifest.json", "plan.sql", "undo.sql",
    ]  # fmt: skip
    assert dump(applied.folder / "backup.db") == before[0]
    undone = undo_last(database)
    assert state(database) == before
    assert undone.dropped == ["by_item", "by_day"]
    assert undone.statistics
    assert undone.journal_mode == "delete"
    assert undone.notes == []
    assert statuses(database) == ["undone"]


@pytest.mark.parametrize("by_hand", [False, True])
def test_dropped_index_comes_back(database: Path, by_hand: bool) -> None:
    """A dropped index comes back with its very text and statistics, at the end of the schema."""
    analyzed_by_sqlite_with_stat4(database)
    before, mode = state(database)
    applied = apply(database, *CREATE, 'DROP INDEX "old one"', "ANALYZE sales")
    assert indexes(database) == {"by_item", "by_day"}
    if by_hand:
        execute_script(database, applied.undo_script)
    else:
        undo_last(database)
    after, mode_after = state(database)
    assert (sorted(after), mode_after) == (sorted(before), mode)


def execute_script(database: Path, script: Path) -> None:
    """Run a script by Python's own SQLite."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(script.read_text("utf-8"))


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize("tool", ["shell", "python"])
def test_undo_script(database: Path, tool: str, analyzed: bool) -> None:
    """undo.sql alone does the same, in Debian's shell or Python's SQLite, also twice."""
    if analyzed:
        analyzed_by_sqlite_with_stat4(database)
    before = state(database)
    script = apply(database, *CREATE, "ANALYZE", pragmas=WAL).undo_script
    for _ in range(2):
        if tool == "python":
            execute_script(database, script)
        else:
            shell = require_tool("sqlite3", package="sqlite3")
            done = subprocess.run(
                [shell, "-bail", database],
                input=script.read_bytes(),
                check=True,
                capture_output=True,
            )
            assert done.stderr == b""
        assert state(database) == before
    assert undo_last(database).notes[:2] == ["by_item was gone already", "by_day was gone already"]
    assert state(database) == before


def test_changes_are_taken_back_in_order(database: Path) -> None:
    """Each undo takes back the newest change that is in place, until there is none."""
    first = state(database)
    apply(database, CREATE[0], "ANALYZE", pragmas=WAL)
    second = state(database)
    apply(database, CREATE[1], "ANALYZE")
    assert undo_last(database).dropped == ["by_day"]
    assert state(database) == second
    assert undo_last(database).dropped == ["by_item"]
    assert state(database) == first
    with pytest.raises(ChangeError, match="nothing to undo"):
        undo_last(database)


def test_undo_after_other_changes(database: Path) -> None:
    """What others did since stays: their tables, their statistics, their journal mode."""
    apply(database, *CREATE, "ANALYZE", pragmas=WAL)
    execute(
        database,
        "PRAGMA journal_mode = DELETE",
        "DROP INDEX by_day",
        "CREATE TABLE theirs (x)",
        "CREATE INDEX theirs_x ON theirs (x)",
        "INSERT INTO theirs VALUES (1)",
        "ANALYZE",
    )
    undone = undo_last(database)
    assert indexes(database) == {"old one", "theirs_x"}
    assert undone.dropped == ["by_item"]
    assert undone.notes == [
        "by_day was gone already",
        "the statistics were renewed since, and stay",
    ]
    assert undone.journal_mode is None
    query = "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'theirs'"
    assert execute(database, query) == [(1,)]


def test_a_changed_schema_is_refused(database: Path) -> None:
    """A plan for another schema is not applied, and leaves nothing behind."""
    plan = plan_for(database, *CREATE)
    execute(database, "ALTER TABLE items ADD COLUMN extra")
    before = state(database)
    with pytest.raises(ChangeError, match="run optimize again"):
        apply_change(database, plan, backup=take_snapshot)
    assert state(database) == before
    assert list_changes(database) == []


def test_a_schema_that_changes_during_the_backup_is_refused(database: Path) -> None:
    """The schema is looked at again when nobody else can change it any more."""

    def backup(path: Path, folder: Path) -> None:
        take_snapshot(path, folder)
        execute(path, "CREATE TABLE late (x)")

    plan = plan_for(database, *CREATE)
    with pytest.raises(ChangeError, match="run optimize again"):
        apply_change(database, plan, backup=backup)
    assert indexes(database) == {"old one"}


def test_digest_leaves_statistics_aside(database: Path) -> None:
    """ANALYZE doesn't change what a plan was made for; a new index does."""
    before = digest(database)
    execute(database, "ANALYZE")
    assert digest(database) == before
    execute(database, CREATE[0])
    assert digest(database) != before


def test_failing_statement(database: Path) -> None:
    """A statement that SQLite refuses takes back those before it."""
    before = state(database)
    with pytest.raises(ChangeError, match=r"nothing was changed: shop\.db: no such column: nope"):
        apply(database, *CREATE, "CREATE INDEX bad ON sales (nope)")
    assert state(database) == before
    assert list_changes(database) == []


def test_failing_backup(database: Path) -> None:
    """Without a backup nothing is changed."""

    def backup(path: Path, folder: Path) -> None:
        (folder / "backup.db.part").write_bytes(b"half")
        raise DatabaseError("no backup")

    before = state(database)
    with pytest.raises(DatabaseError, match="no backup"):
        apply_change(database, plan_for(database, *CREATE), backup=backup)
    assert state(database) == before
    assert [each.name for each in journal_of(database).root.iterdir()] == ["lock"]


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for others for an instant only."""
    monkeypatch.setattr(change_session, "BUSY_SECONDS", 0.1)


@pytest.fixture
def writer(database: Path) -> Iterator[apsw.Connection]:
    """Another program in the midst of a write."""
    with closing(other_program(database)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_locked_by_another(database: Path, short_waits: None, writer: apsw.Connection) -> None:
    """A database that stays locked is named so, for apply and for undo."""
    with pytest.raises(ChangeError, match="another program kept it locked"):
        apply(database, *CREATE)
    writer.execute("COMMIT")
    apply(database, *CREATE)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(ChangeError, match="another program kept it locked"):
        undo_last(database)
    writer.execute("COMMIT")
    assert indexes(database) == {"by_item", "by_day", "old one"}
    assert statuses(database) == ["applied"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_others_read_and_do_not_write(database: Path, mode: str) -> None:
    """From before the first statement on, others read what was there, and can't write."""
    execute(database, f"PRAGMA journal_mode = {mode}")
    seen = []

    def look(event: Progress) -> None:
        if event.stage == "apply":
            with closing(other_program(database)) as other:
                query = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'by_%'"
                seen.append((event.done, other.execute(query).get))
                with pytest.raises(apsw.BusyError):
                    other.execute("INSERT INTO sales DEFAULT VALUES")

    with subscribe(look, Progress):
        apply(database, *CREATE)
    assert seen == [(0, 0), (1, 0), (2, 0)]


def test_a_reader_holds_up_the_commit(database: Path, short_waits: None) -> None:
    """Without WAL, a commit that a reader holds up is taken back as a whole."""
    with closing(other_program(database)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM sales LIMIT 1").fetchall()
        with pytest.raises(ChangeError, match="another program kept it locked"):
            apply(database, *CREATE)
        reader.execute("COMMIT")
    assert indexes(database) == {"old one"}
    assert list_changes(database) == []


def test_journal_mode_held_up(database: Path, short_waits: None) -> None:
    """A mode that can't be set at once is said, and set by the next run."""
    execute(database, "PRAGMA journal_mode = WAL")
    with closing(other_program(database)) as reader:
        reader.execute("SELECT 1 FROM sales LIMIT 1").fetchall()
        applied = apply(database, *CREATE, pragmas=["PRAGMA journal_mode = DELETE"])
        assert applied.journal_mode is None
        assert "the journal mode could not be set to delete" in applied.notes[0]
        assert statuses(database) == ["prepared"]
    assert "it is complete now" in finish_interrupted(database)[0]
    assert statuses(database) == ["applied"]
    assert execute(database, "PRAGMA journal_mode") == [("delete",)]
    assert finish_interrupted(database) == []


def test_undo_of_the_journal_mode_held_up(database: Path, short_waits: None) -> None:
    """Undo says that the mode could not be set back, and does it when it is run again."""
    apply(database, CREATE[0])
    before = state(database)
    apply(database, CREATE[1], pragmas=WAL)
    with closing(other_program(database)) as reader:
        reader.execute("SELECT 1 FROM sales LIMIT 1").fetchall()
        undone = undo_last(database)
        assert undone.dropped == ["by_day"]
        assert "run tenfold undo again" in undone.notes[0]
    undone = undo_last(database)
    assert undone.dropped == []
    assert undone.journal_mode == "delete"
    assert state(database) == before


@pytest.mark.parametrize("statements", [CREATE, ["DROP INDEX 'old one'"], ["ANALYZE"]])
def test_killed_before_the_mark(
    database: Path, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    """A change that was committed but not marked is found by the next run, or taken back."""
    statements = [sql.replace("'", '"') for sql in statements]
    before = state(database)
    for again in (finish_interrupted, undo_last):
        with monkeypatch.context() as patch:
            patch.setattr(change, "_finish", lambda *_: pytest.exit("killed"))
            with pytest.raises(pytest.exit.Exception):
                apply(database, *statements, pragmas=WAL)
        assert state(database) != before
        assert statuses(database)[0] == "prepared"
        again(database)
        if again is finish_interrupted:
            assert statuses(database)[0] == "applied"
            assert execute(database, "PRAGMA journal_mode") == [("wal",)]
            undo_last(database)
        assert sorted(state(database)[0]) == sorted(before[0])
        assert state(database)[1] == before[1]


def test_killed_before_the_commit(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that was prepared only is marked as never applied, and its backup is removed."""
    apply(database, *CREATE)
    (made,) = journal_of(database).changes()
    undo_last(database)
    made.status, made.statistics = "prepared", None
    write_change(made)
    with pytest.raises(ChangeError, match="nothing to undo"):
        undo_last(database)
    assert statuses(database) == ["never applied"]
    assert not (made.folder / "backup.db").exists()


def test_undo_killed_before_the_mark(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An undo that was committed but not marked is finished by the next run of either command."""
    before = state(database)
    for again in (finish_interrupted, undo_last):
        apply(database, *CREATE, "ANALYZE", pragmas=WAL)
        with monkeypatch.context() as patch:
            patch.setattr("tenfold.queries.change_undo._finish", lambda *_: pytest.exit("killed"))
            with pytest.raises(pytest.exit.Exception):
                undo_last(database)
        assert statuses(database)[0] == "undoing"
        again(database)
        assert statuses(database)[0] == "undone"
        assert state(database) == before


def test_leftovers_are_removed(database: Path) -> None:
    """What a killed backup left is removed by the next change, and nothing else is."""
    apply(database, CREATE[0])
    root = journal_of(database).root
    (root / "20200101-000000").mkdir()
    (root / "20200101-000000" / "backup.db.part").write_bytes(b"half")
    (root / "mine").mkdir()
    apply(database, CREATE[1])
    assert not (root / "20200101-000000").exists()
    assert (root / "mine").exists()
    assert statuses(database) == ["applied", "applied"]


def test_one_at_a_time(database: Path) -> None:
    """While one tenfold changes the database, a second is told so at once."""
    words = r"another tenfold is changing shop\.db"
    with locked(journal_of(database), database.name), pytest.raises(ChangeError, match=words):
        apply(database, *CREATE)
    apply(database, *CREATE)
    with locked(journal_of(database), database.name), pytest.raises(ChangeError, match=words):
        undo_last(database)


def test_interrupted(database: Path) -> None:
    """Ctrl-C within the transaction takes back all and leaves no folder."""
    before = state(database)

    def stop(event: Progress) -> None:
        if event.stage == "apply" and event.done == 1:
            raise KeyboardInterrupt

    with subscribe(stop, Progress), pytest.raises(KeyboardInterrupt):
        apply(database, *CREATE)
    assert state(database) == before
    assert [each.name for each in journal_of(database).root.iterdir()] == ["lock"]


def test_no_room(database: Path) -> None:
    """Room is asked for before anything is written."""
    plan = ChangePlan(CREATE, [], digest(database), index_bytes=1 << 60)
    with pytest.raises(ChangeError, match=r"no room to change shop\.db"):
        apply_change(database, plan, backup=take_snapshot)
    assert list_changes(database) == []


def test_unique_index_is_not_dropped(database: Path) -> None:
    """An index that guards data is never dropped."""
    execute(database, "CREATE UNIQUE INDEX guard ON sales (id)")
    with pytest.raises(ChangeError, match="guards the data"):
        apply(database, "DROP INDEX guard")


def test_state_is_private(database: Path) -> None:
    """Backups hold data: others can't read them, and git doesn't see them."""
    applied = apply(database, *CREATE)
    top = database.parent / ".tenfold"
    for folder in (top, top / "optimize", applied.folder):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (top / ".gitignore").read_text("utf-8") == "*\n"


def test_by_a_link(database: Path, tmp_path: Path) -> None:
    """The state lies beside the real file, whatever name it was called by."""
    link = tmp_path / "link.db"
    link.symlink_to(database)
    apply(link, *CREATE)
    assert undo_last(database).dropped == ["by_item", "by_day"]


def test_unreadable_record(database: Path) -> None:
    """A record that someone edited is named, with what to do."""
    applied = apply(database, *CREATE)
    (applied.folder / "change.json").write_text("{", encoding="utf-8")
    with pytest.raises(ChangeError, match=r"change\.json can't be understood"):
        undo_last(database)


@pytest.mark.parametrize("content", [None, b"no database" * 999])
def test_no_database(tmp_path: Path, content: bytes | None) -> None:
    """A missing file and one that is no database are said in one line."""
    path = tmp_path / "x.db"
    words = "there is no file"
    if content:
        path.write_bytes(content)
        words = "no SQLite database"
    with pytest.raises(TenfoldError, match=words):
        apply_change(path, ChangePlan(CREATE, [], ""), backup=take_snapshot)


def test_command(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`tenfold undo` says in a few words what it did; `--list` what there is."""
    apply(database, *CREATE, "ANALYZE", pragmas=WAL)
    assert run(["undo", str(database), "--list"]) == 0
    listed = capsys.readouterr().out
    assert re.fullmatch(r"\d{4}-\S+ \S+ UTC  applied        \+by_item \+by_day  /.*\n", listed)
    assert run(["undo", str(database)]) == 0
    shown = capsys.readouterr().out
    assert re.fullmatch(
        r"Took back the change of \d{4}-\S+ \S+ UTC: dropped by_item, by_day; "
        r"statistics are as they were; journal mode is delete again\.\n",
        shown,
    )


@pytest.mark.parametrize("missing", [True, False])
def test_command_with_nothing_to_do(
    database: Path, capsys: pytest.CaptureFixture[str], missing: bool
) -> None:
    """Where there is nothing to undo, it says so in one line and exits with 2."""
    if missing:
        shutil.rmtree(database.parent)
    assert run(["undo", str(database)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert ("there is no file" if missing else "nothing to undo") in captured.err


def test_record_survives_reading(database: Path) -> None:
    """A record that is read and written again says the same, blobs of statistics included."""
    analyzed_by_sqlite_with_stat4(database)
    apply(database, *CREATE, "ANALYZE")
    (made,) = journal_of(database).changes()
    assert isinstance(made, Change)
    text = (made.folder / "change.json").read_text("utf-8")
    assert '"blob"' in text
    write_change(made)
    assert (made.folder / "change.json").read_text("utf-8") == text
