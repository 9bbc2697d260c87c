"""Pages by Jinja: escaped, in the reader's language, with the reader's session."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from systems.bi_solution.app import language as languages
from systems.bi_solution.app.accounts import sessions
from systems.bi_solution.app.charts.bars import bars
from systems.bi_solution.app.charts.line import line
from systems.bi_solution.app.semantic import model
from systems.bi_solution.app.web.visitor import Visitor

HERE = Path(__file__).parent.parent
STATIC = HERE / "static"

_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.globals.update(bars=bars, line=line)


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{mark}"


_pages.globals["asset"] = asset


def segment_label(name: str, lake: Path, language: languages.Language) -> str:
    """A segment as people of this language call it."""
    label = model.load(lake).segment_labels.get(name)
    return label[language.short] if label else name.title()


def page(
    request: Request,
    visitor: Visitor | None,
    template: str,
    *,
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """A page, with a session's cookie where the reader has none yet."""
    language = visitor.language if visitor else _language(request)
    lake = request.app.state.settings.lake
    text = _pages.get_template(template).render(
        _=language.text,
        say=language,
        language=language,
        other="en" if language.short == "pt" else "pt-BR",
        here=_here(request),
        user=visitor.user if visitor else None,
        csrf=visitor.session.csrf if visitor else "",
        segment_label=lambda name: segment_label(name, lake, language),
        **context,
    )
    response = HTMLResponse(text, status)
    response.headers["Content-Language"] = language.code
    response.headers["Vary"] = "Accept-Language, Cookie"
    if visitor and visitor.fresh:
        keep(request, response, visitor.session)
    return response


def keep(request: Request, response: Response, session: sessions.Session) -> None:
    """Let the reader's browser keep a session."""
    response.set_cookie(
        sessions.COOKIE,
        request.app.state.signer.write(session),
        max_age=sessions.LASTS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def _language(request: Request) -> languages.Language:
    return languages.choose(
        request.cookies.get(languages.COOKIE), request.headers.get("accept-language")
    )


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
