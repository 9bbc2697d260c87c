"""The plan's own clone, made on a thread."""

import threading
from pathlib import Path

import apsw
import pytest

from tenfold.queries.building import Building
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import build_index, open_clone
from tenfold.queries.schema import Term
from tests.studies import database, rows

SCRIPT = (
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT);",
    rows("t", 5_000, "x, pick(x, 500), x"),
)


def index(*keys: str) -> Candidate:
    """A candidate on table t."""
    return Candidate("t", tuple(Term(key, key) for key in keys))


def building(folder: Path, *chosen: Candidate, foreign_keys: bool = False) -> Building:
    """A building on a fresh database, not started."""
    before = database(folder / "before.db", *SCRIPT)
    return Building(before, folder / "after.db", chosen, foreign_keys=foreign_keys)


def names(connection: apsw.Connection) -> set[str]:
    """The indexes that are there."""
    sql = "SELECT name FROM sqlite_schema WHERE type = 'index'"
    return {name for (name,) in connection.execute(sql)}


def test_builds_and_analyzes(tmp_path: Path) -> None:
    """The clone has what was chosen and its statistics, and the database it came from nothing."""
    one = building(tmp_path, index("a"), index("b"), foreign_keys=True)
    one.start()
    connection = one.finish()
    assert names(connection) == {index("a").name, index("b").name}
    assert connection.execute("SELECT count(*) FROM sqlite_stat1").get == 2
    assert connection.execute("PRAGMA foreign_keys").get == 1
    connection.close()
    original = apsw.Connection(str(one.before))
    assert names(original) == set()
    original.close()


def test_error_reaches_who_waits(tmp_path: Path) -> None:
    """What SQLite can't build is raised where the clone is asked for."""
    one = building(tmp_path, index("nothing_like_it"))
    one.start()
    with pytest.raises(apsw.SQLError, match="no such column"):
        one.finish()
    one.give_up()


def test_giving_up_stops(tmp_path: Path) -> None:
    """A building that nobody waits for any longer ends, and leaves no thread behind."""
    one = building(tmp_path, index("a"), index("b"))
    one.start()
    one.give_up()
    assert not one.is_alive()
    assert all(thread.name != "tenfold-building" for thread in threading.enumerate())


class NoRoomForFiles(apsw.Connection):
    """A connection on a machine whose folder for temporary files is full."""

    def execute(self, sql: str, *more: object) -> apsw.Cursor:  # type: ignore[override]
        """Refuse to build an index while sorting goes through files."""
        files = super().execute("PRAGMA temp_store").get == 1
        if files and "CREATE INDEX" in sql:
            raise apsw.FullError("database or disk is full")
        return super().execute(sql, *more)  # type: ignore[arg-type]


def test_sorts_in_memory_where_files_have_no_room(tmp_path: Path) -> None:
    """An index is built all the same where SQLite can't write its temporary files."""
    connection = NoRoomForFiles(str(database(tmp_path / "clone.db", *SCRIPT)))
    build_index(connection, index("a"))
    assert names(connection) == {index("a").name}
    assert connection.execute("PRAGMA temp_store").get == 2
    connection.close()


def test_settings_come_back_after_building(tmp_path: Path) -> None:
    """What was set for building, a small page cache and files, holds for no measure after it."""
    connection = open_clone(database(tmp_path / "clone.db", *SCRIPT))
    before = [connection.execute(f"PRAGMA {name}").get for name in ("cache_size", "temp_store")]
    build_index(connection, index("a"))
    after = [connection.execute(f"PRAGMA {name}").get for name in ("cache_size", "temp_store")]
    assert after == before
    connection.close()
