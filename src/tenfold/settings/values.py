"""Says in our words what pydantic found wrong with a value, and never repeats the value."""

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tenfold.settings.entries import Entry
from tenfold.settings.names import example
from tenfold.settings.problems import Finding, error
from tenfold.settings.table import Settings

_WORDS = {
    "bool": "must be true or false",
    "int": "must be a whole number",
    "float": "must be a number",
    "string": "must be text",
}


def explain(
    problem: ValidationError, winners: Mapping[str, Entry], given: Mapping[str, object]
) -> list[Finding]:
    """One error for each wrong value, with its place and the line to write."""
    return [
        _finding(str(details["loc"][0]), details, winners, given)
        for details in problem.errors(include_url=False, include_input=False)
    ]


def _finding(
    name: str, details: ErrorDetails, winners: Mapping[str, Entry], given: Mapping[str, object]
) -> Finding:
    sample = example(Settings.model_fields[name])
    said = f"{name} {_words(details)}"
    if name in given or name not in winners:
        return error(f"argument {name}", said, f"give a value such as {sample}")
    entry = winners[name]
    return error(entry.where, said, f"write {entry.written(sample)}")


def _words(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    if "error" in context:  # what a validator of ours raised
        return str(context["error"]).partition(";")[0]
    if details["type"] == "greater_than_equal":
        return f"must be at least {context['ge']}"
    return _WORDS.get(details["type"].partition("_")[0], "is not valid")
