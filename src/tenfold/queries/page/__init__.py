"""One page that says what was found: a single HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tenfold.errors import TenfoldError
from tenfold.queries.page import sql, words
from tenfold.queries.page.view import View
from tenfold.queries.report import Report

_FOLDER = Path(__file__).with_name("templates")


def render_html(report: Report) -> str:
    """The report as one page; the same report gives the same page, byte for byte."""
    style, script = _asset("page.css"), _asset("page.js")
    template = _environment().get_template("page.html")
    return template.render(
        view=View(report),
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
    )


def write_html(report: Report, path: Path) -> None:
    """Write the page; a reader finds the old file or the new one, never a part.

    Raises:
        TenfoldError: The file can't be written there.
    """
    page = render_html(report).encode("utf-8", "replace")
    path = path.resolve()
    # What is no plain file, /dev/null say, must be written to and never replaced.
    through = path.exists() and not path.is_file()
    temporary = path if through else path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(page)
        if not through:
            temporary.replace(path)
    except OSError as error:
        if not through:
            _forget(temporary)
        reason = error.strerror or str(error)
        message = f"can't write the report to {path}: {reason}; name another file for it"
        raise TenfoldError(message) from error
    except BaseException:
        if not through:
            _forget(temporary)
        raise


def _forget(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        return


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, and nothing may run but what this page came with."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(value: object) -> object:
    """Show what HTML can't hold; what is markup already was seen to."""
    return sql.visible(value) if type(value) is str else value


@cache
def _asset(name: str) -> Markup:
    return Markup((_FOLDER.parent / name).read_text(encoding="utf-8"))  # noqa: S704 (our own file)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    for name in ("whole", "short", "size", "duration", "at_least", "plural", "number"):
        environment.filters[name] = getattr(words, name)
    environment.filters["sql"] = sql.marked
    environment.filters["visible"] = sql.visible
    return environment
