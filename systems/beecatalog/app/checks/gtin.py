"""GTINs: 8, 12, 13 or 14 digits, of which the last one checks the others (GS1)."""

from __future__ import annotations

from systems.beecatalog.app.checks.problem import Problem, error, warning

LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> str:
    """The digit that belongs behind these digits."""
    total = sum(int(digit) * (3 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(body)))
    return str(-total % 10)


def is_valid(gtin: str) -> bool:
    """Whether it has a GTIN's length and the right check digit."""
    if len(gtin) not in LENGTHS or not (gtin.isascii() and gtin.isdigit()):
        return False
    return set(gtin) != {"0"} and check_digit(gtin[:-1]) == gtin[-1]


def padded(gtin: str) -> str:
    """The valid GTIN that leading zeros would make of it, or nothing."""
    longer = (gtin.zfill(length) for length in LENGTHS if length > len(gtin) >= length - 3)
    return next((one for one in longer if is_valid(one)), "")


def problems(gtin: str) -> list[Problem]:
    """What is wrong with it; an empty one is the business of whoever requires it."""
    if not gtin or is_valid(gtin):
        return []
    if len(gtin) in LENGTHS:
        return [error("gtin", "gtin_check", value=gtin)]
    found = [error("gtin", "gtin_digits", length=len(gtin))]
    if whole := padded(gtin):
        found.append(warning("gtin", "gtin_padded", value=whole))
    return found


def kind(gtin: str) -> str:
    """What marketplaces call this kind of code; nothing where it isn't valid."""
    if not is_valid(gtin):
        return ""
    if gtin.startswith(("978", "979")) and len(gtin) == 13:
        return "ISBN"
    return {8: "EAN", 12: "UPC", 13: "EAN", 14: "GTIN"}[len(gtin)]
