"""Both languages say everything."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from systems.bi_solution.app import language
from systems.bi_solution.app.language import Language

APP = Path(language.__file__).parent


def _of_templates() -> Iterator[str]:
    for file in (APP / "templates").glob("*.html"):
        for _, _, message, _ in babel_extract(io.BytesIO(file.read_bytes()), ("_",), (), {}):
            found = message[0] if isinstance(message, tuple) else message
            if isinstance(found, str):
                yield found


def _of_code() -> Iterator[str]:
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = node.args[:1] if name in {"say", "text"} else []
            texts += node.args[1:2] if name == "UserError" else []
            for one in texts:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def test_every_message_is_translated_and_no_other() -> None:
    """The catalogue holds what the pages and the code say."""
    with (language.FOLDER / "pt_BR/LC_MESSAGES/messages.po").open("rb") as file:
        known = {one.id: one.string for one in read_po(file) if one.id}
    said = {*_of_templates(), *_of_code()}
    assert said - set(known) == set()
    assert all(known.values())


@pytest.mark.parametrize(
    ("chosen", "accepted", "code"),
    [
        (None, "pt-BR,pt;q=0.9", "pt-BR"),
        (None, "fr,en;q=0.8", "en"),
        (None, "en;q=0.1,pt;q=0.9", "pt-BR"),
        ("en", "pt-BR", "en"),
        ("xx", "pt", "pt-BR"),
        (None, None, "en"),
        (None, ";;q=,q=x", "en"),
    ],
)
def test_the_choice_comes_before_the_browser(
    chosen: str | None, accepted: str | None, code: str
) -> None:
    """A reader's choice counts more than what the browser accepts."""
    assert language.choose(chosen, accepted).code == code


def test_numbers_follow_the_language() -> None:
    """Money, shares and days of the week are written as the language does."""
    pt, en = Language("pt-BR"), Language("en")
    assert pt.money(Decimal("1234.5")) == "US$\xa01.234,50"
    assert en.money(Decimal("1234.5")) == "$1,234.50"
    assert (pt.percent(1.25), en.percent(1.25)) == ("1,2 %", "1.2 %")
    assert (pt.weekday(1), en.weekday(7)) == ("segunda-feira", "Sunday")
