"""One row of a seller's file as the fields of a product, with what is wrong beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from systems.beecatalog.app.checks import addresses
from systems.beecatalog.app.checks.problem import Problem, error, warning
from systems.beecatalog.app.reading import numbers

LENGTHS = {
    "sku": 100, "name": 500, "brand": 200, "size": 60, "color": 60, "origin": 60,
    "description": 50_000,
}  # fmt: skip
CELL = 32_767
"""Characters that a cell of Excel may have."""
PICTURES = 20
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass
class Row:
    """What a row says."""

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def clean(text: str) -> str:
    """A cell without what can't be shown."""
    return CONTROL.sub("", text[:CELL]).strip()


def read(number: int, cells: list[str], header: list[str], fields: dict[int, str]) -> Row:
    """The product of a row; a value that can't be used stays in `source`, with a problem."""
    row = Row(number)
    for column, cell in enumerate(cells):
        text = clean(cell)
        if not text:
            continue
        label = header[column] if column < len(header) and header[column] else f"#{column + 1}"
        row.source[label[:200]] = text
        if name := fields.get(column):
            _take(row, name, text)
    if not row.fields.get("sku") and not row.fields.get("name"):
        row.problems.append(error("name", "empty_row"))
    return row


def _take(row: Row, name: str, text: str) -> None:
    if name in LENGTHS:
        _text(row, name, text)
    elif name == "price":
        _price(row, text)
    elif name in {"stock", "weight_g"}:
        _count(row, name, text)
    elif name in {"gtin", "ncm"}:
        _code(row, name, text)
    elif name == "link":
        _link(row, text)
    else:
        _pictures(row, text)


def _text(row: Row, name: str, text: str) -> None:
    most = LENGTHS[name]
    if len(text) > most:
        row.problems.append(warning(name, "cut", length=len(text), max=most))
    row.fields[name] = text[:most]


def _price(row: Row, text: str) -> None:
    amount = numbers.price(text)
    if amount is None:
        row.problems.append(error("price", "price_unreadable", value=text[:60]))
    elif amount <= 0:
        row.problems.append(error("price", "price_not_positive"))
    else:
        row.fields["price"] = amount


def _count(row: Row, name: str, text: str) -> None:
    count = numbers.whole(text)
    if count is None:
        row.problems.append(error(name, "number_unreadable", value=text[:60]))
    else:
        row.fields[name] = count


def _code(row: Row, name: str, text: str) -> None:
    if numbers.is_rounded(text):
        row.problems.append(error(name, "gtin_rounded", value=text[:40]))
        return
    digits = numbers.digits(text)
    most = 14 if name == "gtin" else 8
    if digits.isascii() and digits.isdigit() and len(digits) <= most:
        row.fields[name] = digits
    else:
        code = "gtin_digits" if name == "gtin" else "ncm_digits"
        row.problems.append(error(name, code, length=len(digits)))


def _link(row: Row, text: str) -> None:
    if addresses.is_web_address(text):
        row.fields["link"] = text
    else:
        row.problems.append(error("link", "link_address", value=text[:120]))


def _pictures(row: Row, text: str) -> None:
    found = [one for one in re.split(r"[\s;|]+|,(?=\s*https?:)", text) if one]
    good = [one for one in found if addresses.is_web_address(one)]
    for one in found:
        if one not in good:
            row.problems.append(error("pictures", "picture_address", value=one[:120]))
    if len(good) > PICTURES:
        row.problems.append(warning("pictures", "too_many", length=len(good), max=PICTURES))
    row.fields["pictures"] = good[:PICTURES]
