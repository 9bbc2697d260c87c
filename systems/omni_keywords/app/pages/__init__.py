"""The pages, a module for each part of the work."""

from __future__ import annotations

from flask import Flask

from systems.omni_keywords.app.pages import (
    account,
    audit,
    categories,
    clusters,
    entrance,
    expansion,
    exports,
    home,
    imports,
    keywords,
    niches,
    opportunities,
    people,
    runs,
)

PARTS = (
    account,
    audit,
    categories,
    clusters,
    entrance,
    expansion,
    exports,
    home,
    imports,
    keywords,
    niches,
    opportunities,
    people,
    runs,
)


def attach(app: Flask) -> None:
    """Serve them all."""
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["changed_query"] = home.changed_query
