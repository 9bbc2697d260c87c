"""Names, titles and sentences that the generator puts together, from data/words.toml."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "words.toml"
WORDS = tomllib.loads(FILE.read_text(encoding="utf-8"))
CITIES: list[str] = WORDS["cities"]
KINDS: list[str] = WORDS["kinds"]
LAST: list[str] = WORDS["last_names"]
PRESSES: list[str] = WORDS["presses"]
STREETS: list[str] = WORDS["streets"]


def person(dice: random.Random) -> tuple[str, str]:
    """A first and a last name."""
    return dice.choice(WORDS["first_names"]), dice.choice(WORDS["last_names"])


def made_up_title(dice: random.Random, language: str) -> str:
    """A title of a book that nobody wrote."""
    if language == "pt":
        subject = dice.choice(WORDS["pt"]["subjects"])
        article = "A " if dice.random() < 0.6 else ""
        return f"{article}{subject} {dice.choice(WORDS['pt']['tails'])}".capitalize()
    subject = dice.choice(WORDS["en"]["subjects"])
    article = "An" if subject[0] in "AEIOU" else "A"
    article = "The" if dice.random() < 0.7 else article
    return f"{article} {subject} {dice.choice(WORDS['en']['tails'])}"


def opinion(dice: random.Random, language: str, book: str, sentences: int) -> str:
    """What somebody says of a book."""
    first = dice.choice(WORDS[language]["openings"]).format(book=book)
    rest = dice.sample(
        WORDS[language]["going_on"], min(sentences, len(WORDS[language]["going_on"]))
    )
    return f"{first}. {' '.join(rest)}".strip()


def reply(dice: random.Random, language: str) -> str:
    """What somebody answers to that."""
    rest = dice.sample(WORDS[language]["going_on"], dice.randrange(3))
    return " ".join([dice.choice(WORDS[language]["answers"]), *rest])


def topic(dice: random.Random, language: str, book: str) -> str:
    """What a debate about a book is called."""
    return dice.choice(WORDS[language]["topics"]).format(book=book)
