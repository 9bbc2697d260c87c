"""Texts that a spreadsheet would run as formulas are written as texts."""

from __future__ import annotations

import re
import unicodedata

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
LONGEST = 32_767


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take it for one; full-width signs count as the plain ones."""
    plain = unicodedata.normalize("NFKC", text[:8])
    return plain.startswith(STARTS) or plain.lstrip().startswith(STARTS[:4])


def safe(text: str) -> str:
    """The text as it may stand in a cell."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    plain = re.sub(r"\r\n?", "\n", plain) if not plain.startswith("\r") else plain
    return f"'{plain}"[:LONGEST] if is_formula(plain) else plain[:LONGEST]
