"""ISBNs as spreadsheets leave them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.cgbookstore.app.catalogue.imports import isbn


@pytest.mark.parametrize("text", ["0439023483", "043965548X", "8535914846"])
def test_valid_isbn10(text: str) -> None:
    """An ISBN-10 whose check digit is right is valid."""
    assert isbn.valid_isbn10(text)


@pytest.mark.parametrize("text", ["0439023484", "439023483", "04390X3483", "", "abcdefghij"])
def test_invalid_isbn10(text: str) -> None:
    """What isn't ten digits with the right check digit isn't an ISBN-10."""
    assert not isbn.valid_isbn10(text)


def test_padding() -> None:
    """Leading zeros come back where the check digit then is right."""
    assert isbn.padded("439023483") == "0439023483"
    assert isbn.padded("61120081") == "0061120081"


@pytest.mark.parametrize("text", ["439023484", "1", "12345", "0439023483", "43902348a"])
def test_no_padding(text: str) -> None:
    """Nothing is padded that doesn't become valid by it."""
    assert isbn.padded(text) is None


def test_behind_rounded() -> None:
    """A rounded number keeps what was behind it among its readings."""
    assert "9780439023481" in isbn.behind_rounded("9.78043902348e+12")
    assert "9780439023481" in isbn.behind_rounded("9,78043902348E+12")


@pytest.mark.parametrize("text", ["9.78e+12", "1.23456789012e+12", "9.78043902348e+11", "=1+1", ""])
def test_rounded_too_far(text: str) -> None:
    """What lost more than its check digit, or isn't an ISBN, is not made one."""
    assert isbn.behind_rounded(text) == []


@given(st.integers(0, 999_999_999))
def test_an_isbn10_survives_all(number: int) -> None:
    """Every ISBN-10 gives a valid ISBN-13, and is found again when its zeros are lost."""
    nine = f"{number:09d}"
    check = next(digit for digit in "0123456789X" if isbn.valid_isbn10(nine + digit))
    whole = isbn.to_isbn13(nine + check)
    assert isbn.valid_isbn13(whole)
    lost = (nine + check).lstrip("0")
    if 6 <= len(lost) < 10:
        assert isbn.padded(lost) == nine + check
    assert whole in isbn.behind_rounded(f"{float(whole):.11e}")
