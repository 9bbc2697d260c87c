"""Keywords from plain text, one a line, and from lists of addresses, by the words of their path.

An address is never fetched: what its path says is all that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from systems.omni_keywords.app.reading.rows import Row

_ENDING = re.compile(r"\.(html?|php|aspx?|jsp|amp)$", re.IGNORECASE)
_BETWEEN = re.compile(r"[-_+.\s]+")
_NOT_WORDS = re.compile(
    r"(?:p|c|id|mlb|dp|prod(?:uto)?|product|sku)?\d+|p|c|dp|index|home|amp", re.IGNORECASE
)
_LONGEST_ADDRESS = 2_000


def rows(text: str) -> Iterator[Row]:
    """One keyword a line; empty lines are passed over."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield Row(number, line)


def address_rows(text: str) -> Iterator[Row]:
    """The keywords in the paths of addresses, one address a line."""
    for number, line in enumerate(text.splitlines(), 1):
        address = line.strip()
        if not address:
            continue
        found = _path_words(address)
        if found is None:
            yield Row(number, address[:200], reasons=("not_address",), refused=True)
        elif not found:
            yield Row(number, address[:200], reasons=("no_path",), refused=True)
        else:
            yield from (Row(number, words) for words in found)


def _path_words(address: str) -> list[str] | None:
    """The phrases of an address's path; None where it is no address."""
    if len(address) > _LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or "." not in parts.netloc:
        return None
    found = []
    for segment in unquote(parts.path, errors="replace").split("/"):
        spaced = _BETWEEN.sub(" ", _ENDING.sub("", segment)).strip()
        kept = [word for word in spaced.split() if not _NOT_WORDS.fullmatch(word)]
        if kept:
            found.append(" ".join(kept))
    return found
