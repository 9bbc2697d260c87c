"""Addresses of the pages and interfaces."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.urls.converters import IntConverter
from django.views.i18n import set_language

from systems.beecatalog.app.accounts import views as accounts
from systems.beecatalog.app.graphql.view import ask
from systems.beecatalog.app.pages import (
    batches,
    history,
    interfaces,
    markets,
    products,
    spreadsheets,
)
from systems.beecatalog.app.web import errors
from systems.beecatalog.app.web.health import health
from systems.beecatalog.app.web.static import asset


class Key(IntConverter):
    """A number that the database can hold."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")

urlpatterns = [
    path("", batches.home, name="home"),
    path("health", health, name="health"),
    path("static/<path:name>", asset, name="asset"),
    path("language/", set_language, name="language"),
    path("sign-up/", accounts.sign_up, name="sign-up"),
    path("log-in/", accounts.log_in, name="log-in"),
    path("log-out/", accounts.log_out, name="log-out"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<key:key>/", batches.batch, name="batch"),
    path("batches/<key:key>/process/", batches.process, name="process"),
    path("batches/<key:key>/resume/", batches.resume, name="resume"),
    path("batches/<key:key>/remove/", batches.remove, name="remove"),
    path("batches/<key:key>/write/<slug:slug>/", batches.write, name="write"),
    path("products/<key:key>/", products.product, name="product"),
    path("spreadsheets/<key:key>/", spreadsheets.spreadsheet, name="spreadsheet"),
    path("spreadsheets/<key:key>/file/", spreadsheets.download, name="download"),
    path("spreadsheets/<key:key>/problems/", spreadsheets.problems, name="problems"),
    path("history/", history.history, name="history"),
    path("marketplaces/", markets.markets, name="marketplaces"),
    path("marketplaces/<slug:slug>/upload/", markets.upload, name="upload"),
    path("marketplaces/<slug:slug>/remove/", markets.remove, name="remove-workbook"),
    path("marketplaces/<slug:slug>/starter/", markets.starter_file, name="starter"),
    path("interfaces/", interfaces.interfaces, name="interfaces"),
    path("api/v1/", include("systems.beecatalog.app.api.urls")),
    path("graphql", ask, name="graphql"),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
