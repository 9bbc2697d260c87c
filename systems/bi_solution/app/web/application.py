"""Puts the application together."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from systems.bi_solution.app.accounts.sessions import Signer
from systems.bi_solution.app.lake import manifest
from systems.bi_solution.app.lake.warehouse import Limits, Warehouse
from systems.bi_solution.app.providers import choice
from systems.bi_solution.app.reports.reports import EVERYTHING
from systems.bi_solution.app.settings import Settings, SettingsError, from_environment
from systems.bi_solution.app.web import (
    admin,
    api,
    asking,
    dashboards,
    docs,
    errors,
    exporting,
    login,
    rendering,
)
from systems.bi_solution.app.web.middleware import BodyLimit, Measured, Mishaps, SecureHeaders

DESCRIPTION = "Questions about a retailer's sales, and its reports. You see your segments only."


def create(settings: Settings) -> FastAPI:
    """The application over a seeded data folder.

    Raises:
        SettingsError: the folder isn't seeded.
    """
    check_seeded(settings)
    app = FastAPI(
        title="BI_Solution",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.signer = Signer(settings.secret_file.read_text(encoding="utf-8"))
    app.state.providers = choice.available(settings)
    app.state.warehouse = Warehouse(
        settings.lake,
        Limits(settings.row_limit, settings.seconds, settings.memory, settings.threads),
    )
    # Reports are our own queries: they may take more, and give all of their rows.
    app.state.report_warehouse = Warehouse(
        settings.lake, Limits(EVERYTHING, 60.0, "1GB", settings.threads)
    )
    for part in (login, asking, dashboards, exporting, admin, api, docs):
        app.include_router(part.router)
    app.add_api_route("/health", health, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=rendering.STATIC))
    errors.install(app)
    # The last that is added is the outermost.
    app.add_middleware(Mishaps, respond=errors.respond)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecureHeaders)
    if settings.measure:
        app.add_middleware(Measured)
    return app


def health() -> PlainTextResponse:
    """The application can serve."""
    return PlainTextResponse("ok")


def check_seeded(settings: Settings) -> None:
    """Refuse a folder that can't be served from.

    Raises:
        SettingsError: something isn't there; the message says how to make it.
    """
    missing = not settings.accounts.exists() or not settings.secret_file.exists()
    try:
        manifest.read(settings.lake)
    except manifest.LakeError:
        missing = True
    if missing:
        raise SettingsError(
            f"{settings.data} isn't seeded: run python -m systems.bi_solution.seed"
            f" --data {settings.data}"
        )


def from_settings() -> FastAPI:
    """What the server loads: the application by the environment alone."""
    return create(from_environment())
