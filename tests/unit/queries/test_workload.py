"""Scripts and recordings of what an app ran."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import WorkloadError
from tenfold.queries.workload import Statement, read_workload


def script(folder: Path, text: str) -> list[Statement]:
    """The statements of a script."""
    path = folder / "w.sql"
    path.write_text(text, encoding="utf-8")
    return read_workload(path).statements


def recording(folder: Path, *records: Any, text: str | None = None) -> list[Statement]:
    """The statements of a recording."""
    path = folder / "w.jsonl"
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text(lines if text is None else text, encoding="utf-8")
    return read_workload(path).statements


def test_script(tmp_path: Path) -> None:
    """Comments group the statements of a script and say how often each ran."""
    found = script(
        tmp_path,
        "-- request: GET /a\nSELECT 1;\n-- calls: 7\nSELECT\n 2;\n\n-- request: GET /a\nSELECT 3",
    )
    assert [(s.sql, s.request, s.request_number, s.calls, s.line) for s in found] == [
        ("SELECT 1", "GET /a", 1, 1, 2),
        ("SELECT\n 2", "GET /a", 1, 7, 4),
        ("SELECT 3", "GET /a", 2, 1, 8),
    ]


def test_script_of_notes_in_strings(tmp_path: Path) -> None:
    """What looks like a note inside of a text is none."""
    found = script(tmp_path, "SELECT '\n-- request: x\n'; SELECT 2")
    assert [s.request for s in found] == [None, None]


def test_long_script_is_read_quickly(tmp_path: Path) -> None:
    """Fifty thousand statements know their lines."""
    found = script(tmp_path, "SELECT 1;\n" * 50_000)
    assert [s.line for s in found] == list(range(1, 50_001))


def test_recording(tmp_path: Path) -> None:
    """Every key of a recording is read, however it is written."""
    (found,) = recording(
        tmp_path,
        {
            "sql": " SELECT ?; ",
            "params": [1],
            "request": "GET /a",
            "callSite": "a.py:1",
            "ms": 1.5,
            "rows": 3,
            "at": "2026-01-01T00:00:00Z",
            "calls": 4,
        },
    )
    assert found == Statement(
        "SELECT ?", (1,), "GET /a", 1, "a.py:1", 1.5, 3, "2026-01-01T00:00:00Z", 4, 1
    )


def numbers(folder: Path, *visits: tuple[str | None, str | None]) -> list[int]:
    """The numbers of visits, given as pairs of request and request id."""
    records = [{"sql": "SELECT 1", "request": name, "request_id": key} for name, key in visits]
    return [s.request_number for s in recording(folder, *records)]


def test_visits_by_name(tmp_path: Path) -> None:
    """Where only names are recorded, a visit lasts until another name comes."""
    assert numbers(tmp_path, ("a", None), ("a", None), ("b", None), ("a", None)) == [1, 1, 2, 3]


def test_visits_by_id(tmp_path: Path) -> None:
    """Where requests have ids, statements of one id are one visit, though others lie between."""
    visits = ("a", "1"), ("a", "2"), ("a", "1"), ("b", "3"), ("a", "2")
    assert numbers(tmp_path, *visits) == [1, 2, 1, 3, 2]


def test_visits_without_a_name(tmp_path: Path) -> None:
    """Statements that name no request stand apart from those that do."""
    first, second, third = numbers(tmp_path, (None, None), ("a", None), (None, None))
    assert len({first, second, third}) == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_in_a_recording(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Line separators of Unicode inside of a text don't end a line of the recording."""
    folder = tmp_path_factory.mktemp("w")
    (found,) = recording(folder, {"sql": "SELECT ?", "params": [text]})
    assert found.parameters == (text,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "w.jsonl:2: is not JSON"),
        ("[1]", "w.jsonl:2: is no JSON object"),
        ('{"query": "SELECT 1"}', 'has no "sql"'),
        ('{"sql": "  "}', 'has no "sql"'),
        ('{"sql": "SELECT 1", "params": "x"}', "neither a list nor an object"),
        ('{"sql": "SELECT 1", "ms": "fast"}', "ms is no number"),
        ('{"sql": "SELECT 1", "ms": NaN}', "ms is not finite"),
        ('{"sql": "SELECT 1", "rows": Infinity}', "rows is not finite"),
        ('{"sql": "SELECT 1", "calls": 1e999}', "calls is not finite"),
        ('{"sql": "SELECT 1", "params": [' + "9" * 5000 + "]}", "is not JSON"),
        ('{"sql": "SELECT 1", "params": [99999999999999999999]}', "64 bits"),
        ('{"sql": "SELECT 1", "params": ["\\ud800"]}', "surrogate"),
        ('{"sql": "SELECT \'\\ud800\'"}', "surrogate"),
    ],
)
def test_bad_recordings(tmp_path: Path, line: str, why: str) -> None:
    """A bad line is named, with what is wrong."""
    with pytest.raises(WorkloadError, match=why):
        recording(tmp_path, text='{"sql": "SELECT 0"}\n' + line)


def test_bad_files(tmp_path: Path) -> None:
    """A missing, empty or strange file is refused with what to do."""
    with pytest.raises(WorkloadError, match="no such workload file"):
        read_workload(tmp_path / "none.sql")
    with pytest.raises(WorkloadError, match="is a folder"):
        read_workload(tmp_path)
    with pytest.raises(WorkloadError, match="holds no statement"):
        script(tmp_path, "-- nothing\n;")
    (tmp_path / "latin.sql").write_bytes(b"SELECT '\xe9'")
    with pytest.raises(WorkloadError, match="save the workload as UTF-8"):
        read_workload(tmp_path / "latin.sql")


def test_byte_order_mark(tmp_path: Path) -> None:
    """Windows editors begin a file with a mark that is no part of it."""
    path = tmp_path / "w.sql"
    path.write_text("SELECT 1", encoding="utf-8-sig")
    assert [s.sql for s in read_workload(path).statements] == ["SELECT 1"]
