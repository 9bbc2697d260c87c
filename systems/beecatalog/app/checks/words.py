"""Words that a marketplace doesn't want, found whatever their accents and case."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def forbidden_in(text: str, words: tuple[str, ...]) -> list[str]:
    """Those of the words that stand in the text as whole words."""
    plain = folded(text)
    return [word for word in words if re.search(rf"(?<!\w){re.escape(folded(word))}(?!\w)", plain)]


def without(text: str, words: tuple[str, ...]) -> str:
    """The text less those words; the rest keeps its accents."""
    for word in forbidden_in(text, words):
        letters = "".join(f"{re.escape(one)}[\u0300-\u036f]*" for one in folded(word))
        apart = unicodedata.normalize("NFKD", text)
        apart = re.sub(rf"(?<!\w){letters}(?!\w)", " ", apart, flags=re.IGNORECASE)
        text = unicodedata.normalize("NFC", apart)
    return re.sub(r"\s{2,}", " ", text).strip(" -\u2013,;")
