"""GTINs and their check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systems.beecatalog.app.checks import gtin

VALID = ["96385074", "036000291452", "4006381333931", "7891000315507", "10614141000415"]


@pytest.mark.parametrize("code", VALID)
def test_valid(code: str) -> None:
    """Published codes of 8, 12, 13 and 14 digits are valid."""
    assert gtin.is_valid(code)
    assert gtin.problems(code) == []


@pytest.mark.parametrize("code", ["4006381333932", "123", "40063813339a1", "0" * 13, "\uff14" * 13])
def test_invalid(code: str) -> None:
    """A wrong check digit, length or letter makes a code invalid."""
    assert not gtin.is_valid(code)


@given(st.text("0123456789", min_size=12, max_size=12).filter(lambda text: set(text) != {"0"}))
def test_one_wrong_digit_is_seen(body: str) -> None:
    """Changing one digit of a valid code is always noticed."""
    whole = body + gtin.check_digit(body)
    assert gtin.is_valid(whole)
    for place in range(13):
        other = whole[:place] + str((int(whole[place]) + 1) % 10) + whole[place + 1 :]
        assert not gtin.is_valid(other)


def test_lost_zeros_are_told_not_mended() -> None:
    """A code that lost its zeros is an error with the likely code beside it, as a warning."""
    codes = [(one.code, one.severity) for one in gtin.problems("36000291452")]
    assert codes == [("gtin_digits", "error"), ("gtin_padded", "warning")]
