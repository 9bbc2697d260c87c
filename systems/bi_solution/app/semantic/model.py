"""Loads data/semantic.toml: what may be asked, and by which words."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from systems.bi_solution.app.semantic.words import words

FILE = Path(__file__).parents[2] / "data" / "semantic.toml"

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """Something that is counted or summed."""

    name: str
    table: str
    sql: str
    kind: str
    label: dict[str, str]
    positive: bool = False


@dataclass(frozen=True)
class Dimension:
    """Something that measures are split by."""

    name: str
    sql: str
    label: dict[str, str]
    time: bool = False
    id: str = ""


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for."""

    kind: str
    name: str
    plural: bool = False
    members: tuple[str | int, ...] = ()
    weak: bool = False


@dataclass
class Model:
    """The vocabulary of one lake."""

    measures: dict[str, Measure]
    dimensions: dict[str, Dimension]
    roles: dict[str, frozenset[Phrase]]
    numbers: dict[str, int]
    months: dict[str, int]
    units: dict[str, str]
    ordinals: dict[str, int]
    recent: tuple[str, ...]
    currency: str
    default_measure: str
    segment_labels: dict[str, dict[str, str]] = field(default_factory=dict)
    phrases: dict[Phrase, list[Meaning]] = field(default_factory=dict)
    longest: int = 1

    def add(self, text: str, meaning: Meaning) -> None:
        """Let a phrase mean something; a member said twice gathers its values."""
        phrase = words(text)
        if not phrase:
            return
        known = self.phrases.setdefault(phrase, [])
        for index, other in enumerate(known):
            if (other.kind, other.name) == (meaning.kind, meaning.name):
                merged = tuple(dict.fromkeys(other.members + meaning.members))
                known[index] = Meaning(other.kind, other.name, other.plural, merged)
                break
        else:
            known.append(meaning)
        self.longest = max(self.longest, len(phrase))


@cache
def load(lake: Path) -> Model:
    """The model of the file, with the names of the lake's own members."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    model = Model(
        measures={name: _measure(name, one) for name, one in raw["measure"].items()},
        dimensions={name: _dimension(name, one) for name, one in raw["dimension"].items()},
        roles={
            role: frozenset(words(text) for text in texts) for role, texts in raw["words"].items()
        },
        numbers=raw["numbers"],
        months=raw["time"]["months"],
        units=raw["time"]["units"],
        ordinals=raw["time"]["ordinals"],
        recent=tuple(raw["time"]["recent"]),
        currency=raw["currency"],
        default_measure=raw["default_measure"],
        segment_labels=raw["segment_label"],
    )
    _learn_words(model, raw)
    _learn_said_members(model, raw)
    _learn_members(model, lake)
    return model


def _measure(name: str, one: dict[str, Any]) -> Measure:
    return Measure(
        name, one["table"], one["sql"], one["kind"], one["label"], one.get("positive", False)
    )


def _dimension(name: str, one: dict[str, Any]) -> Dimension:
    return Dimension(name, one["sql"], one["label"], one.get("time", False), one.get("id", ""))


def _learn_words(model: Model, raw: dict[str, Any]) -> None:
    for name, one in raw["measure"].items():
        for text in one["words"]:
            model.add(text, Meaning("measure", name))
        for text in one.get("weak", []):
            model.add(text, Meaning("measure", name, weak=True))
    for name, one in raw["dimension"].items():
        for text in one["one"]:
            model.add(text, Meaning("dimension", name))
        for text in one["many"]:
            model.add(text, Meaning("dimension", name, plural=True))
    for role, texts in raw["words"].items():
        for text in texts:
            model.add(text, Meaning("role", role))


def _learn_said_members(model: Model, raw: dict[str, Any]) -> None:
    for dimension, members in raw["member"].items():
        for member, texts in members.items():
            value: str | int = int(member) if member.isdigit() else member
            for text in texts:
                model.add(text, Meaning("member", dimension, members=(value,)))


def _learn_members(model: Model, lake: Path) -> None:
    file = lake / "members.json"
    if not file.exists():
        return
    for dimension, members in json.loads(file.read_text(encoding="utf-8")).items():
        for member in members:
            phrase = words(member)
            # What people have said in the file wins, and a short name says too little.
            if phrase and phrase not in model.phrases and len(member) > 2:
                model.add(member, Meaning("member", dimension, members=(member,)))
