"""What the columns of an answer hold, and how they are called."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from systems.bi_solution.app.answers.answer import Column
from systems.bi_solution.app.lake.warehouse import Result
from systems.bi_solution.app.language import Language
from systems.bi_solution.app.semantic.model import Model

_IDS = {"store", "supplier", "product_id", "basket", "household", "year", "week_number"}


def describe(
    result: Result, query: str | None, model: Model, language: Language
) -> tuple[Column, ...]:
    """A label and a kind for each column."""
    measure = json.loads(query)["measure"] if query else None
    return tuple(
        Column(name, _label(name, model, language), _kind(name, index, result, measure, model))
        for index, name in enumerate(result.columns)
    )


def _label(name: str, model: Model, language: Language) -> str:
    known = {
        "share_percent": language.text("Share"),
        "change_percent": language.text("Change"),
        "previous": language.text("Before"),
        "current": language.text("Now"),
        "period": language.text("Period"),
    }
    if name in known:
        return known[name]
    if name in model.measures:
        return model.measures[name].label[language.short]
    if name in model.dimensions:
        return model.dimensions[name].label[language.short]
    base = name.removeprefix("average_")
    if base in model.measures:
        return language.text("Average of %(measure)s", measure=_low(base, model, language))
    counted = name.removesuffix("_count")
    if counted in model.dimensions:
        return language.text(
            "Number: %(dimension)s", dimension=model.dimensions[counted].label[language.short]
        )
    return name.replace("_", " ").capitalize()


def _low(name: str, model: Model, language: Language) -> str:
    return model.measures[name].label[language.short].lower()


def _kind(name: str, index: int, result: Result, measure: str | None, model: Model) -> str:
    if name.endswith("percent"):
        return "percent"
    if name in {"previous", "current"} and measure:
        return model.measures[measure].kind
    base = name.removeprefix("average_")
    if base in model.measures:
        kind = model.measures[base].kind
        return "number" if kind == "count" and base != name else kind
    if name.endswith("_count"):
        return "count"
    if name in _IDS:
        return "id"
    if name in {"month", "weekday", "week", "day", "hour", "quarter"}:
        return name if name in {"month", "weekday"} else _plain(name)
    return _guessed(index, result)


def _plain(name: str) -> str:
    return "id" if name in {"hour", "quarter"} else "date"


def _guessed(index: int, result: Result) -> str:
    sample: Any = next((row[index] for row in result.rows if row[index] is not None), None)
    if isinstance(sample, str):
        return "text"
    return "date" if isinstance(sample, date) else "number"
