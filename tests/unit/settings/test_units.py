"""Durations and sizes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.settings import parse_duration, parse_size, show_duration, show_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("60", 60), ("60s", 60), (" 1.5 m ", 90), ("500ms", 0.5), ("1H", 3600), (2, 2), (0.25, 0.25)],
)
def test_duration(text: object, seconds: float) -> None:
    """A duration is a number and a unit, seconds where there is none."""
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "s", "-1s", "0", "1 week", "1e3", "nan", float("nan"), float("inf"), True, None]
)
def test_no_duration(text: object) -> None:
    """What is no duration, or none at all, is refused with an example."""
    with pytest.raises(ValueError, match="such as 500ms, 60s"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("50MB", 50_000_000), ("50mib", 52_428_800), ("1.5 GB", 1_500_000_000), ("0", 0), (7, 7)],
)
def test_size(text: object, size: int) -> None:
    """A size is a number and a unit, bytes where there is none."""
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "MB", "-1", "50 apples", "9999999999TB", False, None, "\u0661MB"]
)
def test_no_size(text: object) -> None:
    """What is no size is refused with an example."""
    with pytest.raises(ValueError, match="such as 500KB, 50MB"):
        parse_size(text)


@given(st.integers(1, 10**12))
def test_shown_duration_reads_back(milliseconds: int) -> None:
    """A duration that was shown reads back as nearly the same."""
    seconds = milliseconds / 1000
    assert parse_duration(show_duration(seconds)) == pytest.approx(seconds, rel=1e-4)


@given(st.integers(0, 10**15))
def test_shown_size_reads_back(size: int) -> None:
    """A size that was shown reads back as nearly the same."""
    assert parse_size(show_size(size)) == pytest.approx(size, rel=0.01)
