"""What a change may consist of, and what its undo is: decided without a database."""

from pathlib import Path

import pytest

from tenfold.errors import ChangeError
from tenfold.queries.change import room_problem, write_problem
from tenfold.queries.change_journal import Change, MadeIndex
from tenfold.queries.change_plan import Actions, ChangePlan, check_names, read_plan
from tenfold.queries.change_recovery import in_place
from tenfold.queries.change_script import create_again
from tenfold.queries.change_statistics import StatisticsTable, statistics_digest
from tenfold.queries.change_undo import plan_undo


def plan(*statements: str, pragmas: tuple[str, ...] = ()) -> ChangePlan:
    """A plan of these statements."""
    return ChangePlan(list(statements), list(pragmas), "digest")


def test_actions() -> None:
    """The names are read as SQLite reads them, quoted or not."""
    actions = read_plan(
        plan(
            "CREATE INDEX a ON t (x)",
            'create index if not exists main."b ""c" on t (x);',
            "DROP INDEX IF EXISTS [old one]",
            "ANALYZE",
            pragmas=("PRAGMA journal_mode = wal;",),
        )
    )
    assert actions == Actions(["a", 'b "c'], ["old one"], analyzed=True, journal_mode="wal")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM t",
        "CREATE UNIQUE INDEX a ON t (x)",
        "CREATE INDEX a ON t (x); DELETE FROM t",
        "CREATE INDEX temp.a ON t (x)",
        "DROP TABLE t",
        "CREATE INDEX",
        "",
    ],
)
def test_other_statements(sql: str) -> None:
    """A statement that undo could not take back is refused."""
    with pytest.raises(ChangeError, match="can't hold this"):
        read_plan(plan(sql))


@pytest.mark.parametrize(
    "pragma",
    [
        "PRAGMA synchronous = OFF",
        "PRAGMA journal_mode = OFF",
        "PRAGMA journal_mode",
        "VACUUM",
        "PRAGMA journal_mode = WAL; DELETE FROM t",
    ],
)
def test_other_pragmas(pragma: str) -> None:
    """Only a journal mode that outlasts the connection may be set."""
    with pytest.raises(ChangeError, match="can't hold this"):
        read_plan(plan(pragmas=(pragma,)))


def test_names_must_fit() -> None:
    """What is there isn't created, what isn't there isn't dropped, nor what guards data."""
    check_names(Actions(["new"], ["old"]), ["old", "u"], ["u"])
    for actions, words in (
        (Actions(["OLD"]), "OLD already"),
        (Actions(["new", "New"]), "New already"),
        (Actions([], ["gone"]), "no index gone"),
        (Actions([], ["u"]), "UNIQUE"),
        (Actions(["new"], ["new"]), "both creates and drops"),
    ):
        with pytest.raises(ChangeError, match=words):
            check_names(actions, ["old", "u"], ["u"])


def test_what_can_be_written() -> None:
    """Each thing that can't be written is named; where all can, there is no problem."""
    assert write_problem("a.db", file=True, folder=True, state=True) is None
    for file, folder, state, words in (
        (False, False, False, "a.db is read-only"),
        (True, False, False, "the folder of a.db is read-only"),
        (True, True, False, "the folder .tenfold beside a.db"),
    ):
        assert words in (write_problem("a.db", file=file, folder=folder, state=state) or "")


def test_room() -> None:
    """Room is needed for the backup, and for the indexes twice."""
    spare = 4 << 20
    assert room_problem("a.db", database=100, indexes=10, free=spare + 120) is None
    assert "no room" in (room_problem("a.db", database=100, indexes=10, free=spare + 119) or "")


NOTHING = statistics_digest({})


def change(created: str = "", dropped: str = "", statistics: str | None = "after") -> Change:
    """A change of these indexes of the table t."""
    made = [MadeIndex(name, "t", f"CREATE INDEX {name} ON t (x)") for name in created.split()]
    gone = [MadeIndex(name, "t", f"CREATE INDEX {name} ON t (y)") for name in dropped.split()]
    return Change(
        Path("f"), 1, "applied", "2025-01-02T03:04:05+00:00", made, gone, "delete", "wal", {},
        statistics,
    )  # fmt: skip


A = {"a": "CREATE INDEX a ON t (x)"}


@pytest.mark.parametrize(
    ("made", "indexes", "statistics", "expected"),
    [
        (change("a b"), A, "other", True),
        (change("a b"), {}, "after", False),
        (change("a"), {"a": "CREATE INDEX a ON t (z)"}, "after", False),
        (change("a", statistics=None), A, "after", False),
        (change("", "old"), {}, "other", True),
        (change("", "old"), {"old": "CREATE INDEX old ON t (y)"}, "after", False),
        (change(), {}, "after", True),
        (change(), {}, "other", False),
    ],
)
def test_in_place(made: Change, indexes: dict[str, str], statistics: str, expected: bool) -> None:
    """Any trace of a change proves it, and only a change that was about to be committed counts."""
    assert in_place(made, indexes, {"t"}, statistics) is expected


def test_undo_steps() -> None:
    """Undo drops what was made, makes what was dropped, and puts the statistics back."""
    steps = plan_undo(change("a", "old"), A, {"t"}, "after")
    assert steps.statements[:2] == ["DROP INDEX a", "CREATE INDEX IF NOT EXISTS old ON t (y)"]
    assert "DROP TABLE IF EXISTS sqlite_stat1" in steps.statements
    assert (steps.undone.dropped, steps.undone.restored) == (["a"], ["old"])
    assert steps.undone.statistics
    assert steps.undone.notes == []


def test_undo_touches_its_own_only() -> None:
    """What others changed since is left alone, and said."""
    others = {"b": "CREATE INDEX b ON t (other)", "old": "CREATE INDEX old ON t (y)"}
    steps = plan_undo(change("a b", "old"), others, {"t"}, "renewed")
    assert steps.statements == []
    assert not steps.undone.statistics
    assert steps.undone.notes == [
        "a was gone already",
        "b is another index now, and stays",
        "old was back already",
        "the statistics were renewed since, and stay",
    ]


def test_undo_without_the_table() -> None:
    """An index whose table is gone since is not made again."""
    steps = plan_undo(change("", "old"), {}, set(), NOTHING)
    assert steps.statements == []
    assert steps.undone.notes == ["old is not made again: the table t is gone"]


def test_undo_with_renewed_statistics() -> None:
    """An index that is made again gets its old statistics, also among renewed ones."""
    made = change("", "old")
    rows = [[1, "t", "old", "9 3"], [2, "t", "else", "9 9"]]
    made.statistics_before = {"sqlite_stat1": StatisticsTable(["tbl", "idx", "stat"], rows)}
    steps = plan_undo(made, {}, {"t", "sqlite_stat1"}, "renewed")
    assert steps.statements[1:] == [
        "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('t', 'old', '9 3')"
    ]


def test_create_again() -> None:
    """The statement may be run twice, and the schema keeps its text."""
    assert create_again('CREATE INDEX "a" ON t(x)') == 'CREATE INDEX IF NOT EXISTS "a" ON t(x)'
    assert create_again("CREATE UNIQUE INDEX a ON t(x)").startswith("CREATE UNIQUE INDEX IF NOT")
