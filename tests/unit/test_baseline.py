"""The figures of a system's load test, and where they are written."""

from pathlib import Path

import pytest

from benchmarks.baseline import readme
from benchmarks.baseline.figures import Request, percentile, routes, step

QUICK: list[Request] = [("GET /books", float(ms), 4, None) for ms in range(1, 101)]


def test_percentiles_are_nearest_ranks() -> None:
    """A percentile is a value that was measured, the smallest that so many don't exceed."""
    times = [float(ms) for ms in range(1, 101)]
    assert [percentile(times, p) for p in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 50) == 7.0
    assert percentile([], 95) == 0.0


def test_step() -> None:
    """A step's figures come from all its requests, its statements from those that say them."""
    found = step(10, 20.0, [*QUICK, ("GET /", 5.0, None, "ConnectionError: refused")], 80.04)
    assert (found.requests, found.per_second, found.statements) == (101, 5.05, 4.0)
    assert (found.memory_mb, found.errors) == (80.0, 0.0099)
    assert not found.is_broken
    assert found.failures == {"ConnectionError: refused": 1}


@pytest.mark.parametrize(
    "request_", [("GET /", 2_001.0, 1, None), ("GET /", 1.0, 1, "HTTPError: 500")]
)
def test_slow_or_failing_is_broken(request_: Request) -> None:
    """A system is broken where its p95 is above two seconds or a request in a hundred fails."""
    assert step(10, 1.0, [request_], 1.0).is_broken


def test_routes_dearest_first() -> None:
    """The route that takes most time in all comes first."""
    slow: list[Request] = [("GET /slow", 9_000.0, 100, None)]
    assert [route.name for route in routes([*QUICK, *slow])] == ["GET /slow", "GET /books"]


def test_readme_is_renewed_between_its_marks(tmp_path: Path) -> None:
    """What stands around the marks stays, what stood between them goes."""
    file = tmp_path / "README.md"
    file.write_text(f"before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n")
    steps = [step(5, 20.0, QUICK, 80.0), step(10, 20.0, [("GET /", 3_000.0, 1, None)], 90.0)]
    readme.renew(file, steps, routes(QUICK))
    text = file.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "It breaks at 10 users: the p95 is above two seconds; it held with 5." in text


def test_readme_without_marks_is_refused(tmp_path: Path) -> None:
    """Figures are written nowhere where no place was made for them."""
    file = tmp_path / "README.md"
    file.write_text("no marks\n")
    with pytest.raises(SystemExit, match="no <!-- baseline -->"):
        readme.renew(file, [step(5, 20.0, QUICK, 80.0)], [])
    assert file.read_text() == "no marks\n"
