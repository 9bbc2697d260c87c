"""Statistics and space of a database file."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from tenfold.queries.health import judge_space, judge_statistics, read_space, read_stat1
from tenfold.queries.report import Finding
from tenfold.queries.schema import read_schema

FILL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "


@pytest.fixture
def database(tmp_path: Path) -> Iterator[apsw.Connection]:
    """A database of a few tables without statistics."""
    connection = apsw.Connection(str(tmp_path / "a.db"))
    connection.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT); CREATE INDEX t_a ON t (a);"
        "CREATE INDEX t_none ON t (b) WHERE a < 0; CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT"
        " ROWID; CREATE TABLE u (k TEXT UNIQUE);"
        + "".join(
            FILL.format(1000) + f"INSERT INTO {into};"
            for into in ("t SELECT i, i % 50, i FROM n", "w SELECT i FROM n", "u SELECT i FROM n")
        )
    )
    yield connection
    connection.close()


def statistics(connection: apsw.Connection) -> list[Finding]:
    """What is said of the statistics of a database."""
    schema = read_schema(connection)
    rows: dict[str, int] = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]  # type: ignore[misc]
        for name in schema.tables
    }
    indexes = {index.name: index.table for index in schema.indexes()}
    partial = [index.name for index in schema.indexes() if index.where]
    return judge_statistics(read_stat1(connection), rows, indexes, partial=partial)


def test_no_statistics(database: apsw.Connection) -> None:
    """A database that was never analyzed is told to be."""
    (found,) = statistics(database)
    assert found.kind == "statistics"
    assert "no statistics (sqlite_stat1)" in found.what
    assert found.fix.startswith("ANALYZE;")
    assert "PRAGMA optimize" in found.fix


def test_good_statistics(database: apsw.Connection) -> None:
    """After ANALYZE nothing is said: not of empty partial indexes, nor of WITHOUT ROWID."""
    database.execute("ANALYZE")
    assert statistics(database) == []


def test_stale_statistics(database: apsw.Connection) -> None:
    """A table that has doubled and more, or shrunk so, makes them stale; less does not."""
    database.execute("ANALYZE")
    database.execute(FILL.format(900) + "INSERT INTO t (a) SELECT i FROM n")
    assert statistics(database) == []
    database.execute(FILL.format(900) + "INSERT INTO t (a) SELECT i FROM n")
    database.execute("DELETE FROM w")
    (found,) = statistics(database)
    assert "t had 1,000 rows and has 2,800" in found.what
    assert "w had 1,000 rows and has 0" in found.what


def test_index_made_after_analyze(database: apsw.Connection) -> None:
    """An index without statistics is named."""
    database.execute("ANALYZE; CREATE INDEX late ON t (b)")
    (found,) = statistics(database)
    assert found.what == "1 index has no statistics, so the planner guesses: late."


def test_small_tables_need_no_statistics() -> None:
    """The planner does well on small tables whatever it is told."""
    assert judge_statistics(None, {"t": 40}, {"i": "t"}) == []
    assert judge_statistics([("t", "i", "5 1")], {"t": 90}, {"i": "t"}) == []


def test_partial_indexes_say_nothing_of_the_table() -> None:
    """The row count of a partial index isn't the table's."""
    rows = [("t", "part", "10 1")]
    assert judge_statistics(rows, {"t": 1000}, {"part": "t"}, partial=["part"]) == []


def test_many_stale_tables() -> None:
    """The five that are furthest off are named, and how many more there are."""
    stat1 = [(f"t{n}", None, "100") for n in range(9)]
    (found,) = judge_statistics(stat1, {f"t{n}": 1000 + n for n in range(9)})
    assert found.what.startswith("The planner's statistics are out of date: t8 had 100 rows")
    assert found.what.endswith("; and 4 more.")


def test_unreadable_statistics() -> None:
    """Rows of sqlite_stat1 that hold no number are passed over."""
    assert judge_statistics([("t", "i", None), ("u", "j", "")], {"t": 1000}, {"i": "t"}) == []


def test_free_pages(tmp_path: Path) -> None:
    """A file that is mostly free pages is told, and VACUUM frees what was said."""
    path = tmp_path / "a.db"
    connection = apsw.Connection(str(path))
    connection.execute(
        "CREATE TABLE t (a); " + FILL.format(3000) + "INSERT INTO t SELECT randomblob(1000) FROM n"
    )
    assert judge_space(*read_space(connection)) == []
    connection.execute("DELETE FROM t WHERE rowid > 100")
    (found,) = judge_space(*read_space(connection))
    _, free, size, _ = read_space(connection)
    before = path.stat().st_size
    connection.execute("VACUUM")
    freed = before - path.stat().st_size
    assert abs(freed - free * size) <= 2 * size
    assert f"frees {freed / 1e6:.3g} MB" in found.fix
    assert "nobody else may use it" in found.fix
    assert judge_space(*read_space(connection)) == []
    connection.close()


def test_little_free_space_is_no_matter() -> None:
    """A tenth of a file, or a megabyte, isn't worth a VACUUM."""
    assert judge_space(10_000, 1_000, 4096, 0) == []
    assert judge_space(300, 200, 4096, 0) == []
    assert len(judge_space(10_000, 1_001, 4096, 0)) == 1
    assert judge_space(0, 0, 4096, 0) == []


def test_incremental_vacuum() -> None:
    """Where the file allows it, the pages are given back without writing it anew."""
    (found,) = judge_space(10_000, 5_000, 4096, 2)
    assert "PRAGMA incremental_vacuum" in found.fix
    assert "50% of the file is free pages: 20.5 MB of 41 MB" in found.what
