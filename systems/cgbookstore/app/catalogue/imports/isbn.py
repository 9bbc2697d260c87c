"""ISBNs as spreadsheets leave them, and what they must have been."""

from __future__ import annotations

import re

FEWEST_DECIMALS = 8
"""A rounded number with fewer of them lost too much to be trusted."""
LOST_ZEROS_AT_MOST = 4
SCIENTIFIC = re.compile(r"^(\d)(?:[.,](\d{1,12}))?E\+?12$", re.IGNORECASE)


def valid_isbn10(text: str) -> bool:
    """Whether the check digit of a ten-digit ISBN is right."""
    if not re.fullmatch(r"\d{9}[\dX]", text):
        return False
    digits = [10 if digit == "X" else int(digit) for digit in text]
    weighted = zip(range(10, 0, -1), digits, strict=True)
    return sum(weight * digit for weight, digit in weighted) % 11 == 0


def valid_isbn13(text: str) -> bool:
    """Whether a thirteen-digit ISBN begins as one and its check digit is right."""
    return bool(re.fullmatch(r"97[89]\d{10}", text)) and text[12] == check_digit(text[:12])


def check_digit(twelve: str) -> str:
    """The thirteenth digit of an ISBN-13."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def bare(text: str) -> str:
    """An ISBN without its hyphens and spaces."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()


def padded(text: str) -> str | None:
    """An ISBN-10 that lost its leading zeros, with them again; None where that isn't what it is."""
    if not re.fullmatch(r"\d*[\dX]", text) or not 10 - LOST_ZEROS_AT_MOST <= len(text) < 10:
        return None
    whole = text.zfill(10)
    return whole if valid_isbn10(whole) else None


def to_isbn13(isbn10: str) -> str:
    """The ISBN-13 that names the same edition."""
    twelve = "978" + isbn10[:9]
    return twelve + check_digit(twelve)


def behind_rounded(text: str) -> list[str]:
    """The ISBN-13s that a spreadsheet may have written as 9.78043902348e+12.

    Such a number keeps twelve digits, and the thirteenth is a check digit, so that it follows from
    them. But it was rounded: where the check digit was above five, the twelfth is one too high.
    Both readings are tried, and often both give a valid number. Then only another source can tell.
    """
    found = SCIENTIFIC.match(text.strip())
    if not found or len(found[2] or "") < FEWEST_DECIMALS:
        return []
    digits = (found[1] + found[2])[:13]
    if len(digits) == 13:
        return [digits] if valid_isbn13(digits) else []
    shown = int(digits.ljust(12, "0"))
    down, up = str(shown), str(shown - 1)
    readings = [down + check_digit(down)] if check_digit(down) <= "5" else []
    readings += [up + check_digit(up)] if check_digit(up) >= "5" else []
    return [each for each in readings if valid_isbn13(each)]
