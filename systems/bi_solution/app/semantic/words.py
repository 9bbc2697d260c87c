"""Words as they are compared: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

_KEPT = re.compile(r"[^a-z0-9§%'/.,-]+")


def normal(text: str) -> str:
    """A text in small letters, without accents, its words apart by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _KEPT.sub(" ", plain)
    # Between digits these belong to a date or an amount; between letters they part words.
    plain = re.sub(r"(?<=\d)[.,](?!\d)|(?<!\d)[.,]", " ", plain)
    plain = re.sub(r"(?<!\d)[/-]|[/-](?!\d)", " ", plain)
    return " ".join(plain.split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their normal form."""
    return tuple(normal(text).split())
