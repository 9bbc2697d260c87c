"""Answers in a sentence."""

from __future__ import annotations

from typing import Any

from systems.bi_solution.app.answers.answer import Column
from systems.bi_solution.app.lake.manifest import Manifest
from systems.bi_solution.app.language import Language

_NUMBERS = {"money", "number", "count", "percent"}
_TIMES = {"date", "month"}


def said(
    columns: tuple[Column, ...],
    rows: list[tuple[Any, ...]],
    language: Language,
    labels: dict[str, dict[str, str]],
    *,
    cut: bool,
) -> str:
    """The number itself, or what leads the table; LABELS are those of segments."""
    if not rows or all(value is None for value in rows[0]):
        return language.text("There is nothing of the kind in the data that you may see.")
    told = [
        [_told(c, v, language, labels) for c, v in zip(columns, row, strict=True)] for row in rows
    ]
    if len(rows) == 1:
        return _one(columns, told[0])
    number = language.whole(len(rows))
    size = (
        language.text("More than %(number)s rows; these are the first.", number=number)
        if cut
        else language.text("%(number)s rows.", number=number)
    )
    place = next((i for i, one in enumerate(columns) if one.kind in _NUMBERS), None)
    if place is None or not _label(columns, told[0]):
        return size
    if columns[0].kind in _TIMES:
        # Over time the first row is only the oldest.
        best = max(range(len(rows)), key=lambda at: rows[at][place] or 0)
    else:
        best = 0
    given = {
        "label": _label(columns, told[best]),
        "measure": columns[place].label.lower(),
        "value": told[best][place],
    }
    if columns[0].kind in _TIMES:
        return (
            f"{language.text('The highest is %(label)s: %(measure)s %(value)s.', **given)} {size}"
        )
    return f"{language.text('The first is %(label)s: %(measure)s %(value)s.', **given)} {size}"


def _one(columns: tuple[Column, ...], told: list[str]) -> str:
    label = _label(columns, told)
    values = "; ".join(
        f"{column.label}: {value}"
        for column, value in zip(columns, told, strict=True)
        if column.kind in _NUMBERS
    )
    if not values:
        return f"{label}."
    return f"{label}. {values}." if label else f"{values}."


def _label(columns: tuple[Column, ...], told: list[str]) -> str:
    return ", ".join(
        # "Store 367" needs its noun, "March 2017" doesn't.
        f"{column.label} {value}" if column.kind == "id" else value
        for column, value in zip(columns, told, strict=True)
        if column.kind not in _NUMBERS
    )


def _told(column: Column, value: Any, language: Language, labels: dict[str, dict[str, str]]) -> str:
    if column.name == "segment" and value in labels:
        return labels[value][language.short]
    return language.value(value, column.kind)


def unknown(reason: str, detail: str, manifest: Manifest, language: Language) -> str:
    """Why there is no answer, and what would help."""
    known = {
        "words": language.text("I don't know what this means here: %(words)s.", words=detail),
        "measure": language.text("I don't know what to measure. Name it: revenue, units, stock …"),
        "measures": language.text("That names several measures. Ask for one at a time."),
        "date": language.text("No calendar has this date."),
        "numbers": language.text("I don't know what one of the numbers stands for."),
        "average": language.text("I don't know over what to average. Say: per day, per store …"),
        "stock": language.text(
            "Stock is known for the last day alone, so it can't be asked over time."
        ),
        "outside": language.text(
            "The data covers %(first)s to %(last)s only.",
            first=language.day(manifest.first),
            last=language.day(manifest.last),
        ),
        "threshold": language.text("I don't know to what the limit applies. Name it: stores …"),
        "share": language.text("I don't know of what the share is asked. Name a part."),
        "model": detail,
    }
    return known.get(reason) or language.text("I don't know.")
