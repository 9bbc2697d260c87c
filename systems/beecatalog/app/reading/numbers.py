"""Numbers as people type them in Brazil and elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(10) ** 9


def price(text: str) -> Decimal | None:
    """`R$ 1.234,56`, `1,234.56`, `12,9` or `12.90` as an amount; None where it isn't one."""
    plain = re.sub(r"(?i)r\$|brl|\s", "", text).replace("\u00a0", "")
    if not re.fullmatch(r"-?\d[\d.,]*", plain):
        return None
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and dot >= 0:
        cents = "," if comma > dot else "."
        plain = plain.replace("." if cents == "," else ",", "").replace(cents, ".")
    elif comma >= 0:
        plain = plain.replace(",", "." if plain.count(",") == 1 else "")
    elif plain.count(".") > 1 or re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain):
        plain = plain.replace(".", "")
    try:
        amount = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return amount if abs(amount) < LARGEST else None


def whole(text: str) -> int | None:
    """A count or grams; None where it isn't a whole number from 0."""
    plain = text.strip().replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    plain = re.sub(r"[.,]0+$", "", plain)
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 9:
        return None
    return int(plain)


def digits(text: str) -> str:
    """A code without what people put between its digits."""
    return re.sub(r"[\s.\-/]", "", text)


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet turned a long code into something like 7,89E+12."""
    return bool(re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", text.strip()))
