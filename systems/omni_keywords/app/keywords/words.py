"""The words of a keyword: how they are written, and how they are compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
"""The words of both languages that the rules know."""
LONGEST = 100
LANGUAGES = ("pt", "en")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:[+#]+|(?:[.'\u2019-]\w+)+)?")
_MARKS = re.compile(r"[\u0300-\u036f]")


def normalise(text: str) -> str:
    """As the keyword is kept: one form of each character, lower case, single spaces, accents kept.

    Control and invisible characters go: they come from copied web pages and hostile files, and
    nobody searches for them.
    """
    text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        text = "".join(" " if _breaks(c) else c for c in text if _breaks(c) or _seen(c))
    return _SPACES.sub(" ", text).strip().lower()


def fold(text: str) -> str:
    """As the keyword is compared: also without accents, so that "tênis" is "tenis"."""
    folded = normalise(text).casefold()
    if folded.isascii():
        return folded
    return _SPACES.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", folded))).strip()


def words(text: str) -> list[str]:
    """The words of a text, without the punctuation around them."""
    return _WORD.findall(text)


@lru_cache
def stop_words() -> frozenset[str]:
    """Words of both languages that say nothing alone, folded."""
    file = DATA / "stop_words.toml"
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    return frozenset(fold(word) for language in LANGUAGES for word in lists[language].split())


def telling(text: str) -> list[str]:
    """The words that are no stop-words, folded."""
    return [word for word in words(fold(text)) if word not in stop_words()]


def refusal(text: str) -> str | None:
    """Why a normalised text is no keyword: the name of a reason, or None where it is one."""
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "too_long"
    if not any(character.isalnum() for character in text):
        return "no_words"
    if not telling(text):
        return "stop_words"
    return None


def _breaks(character: str) -> bool:
    return character in "\t\n\r\v\f\x85\u2028\u2029"


def _seen(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
