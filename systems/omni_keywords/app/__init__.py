"""The application: its parts in the order in which they are put together."""

from __future__ import annotations

import os

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from systems.omni_keywords.app import (
    api,
    database,
    errors,
    headers,
    labels,
    language,
    numbers,
    pages,
)
from systems.omni_keywords.app import settings as environment
from systems.omni_keywords.app.access import current_account
from systems.omni_keywords.app.interrupted import close_interrupted_runs


def create_app(settings: environment.Settings | None = None) -> Flask:
    """The application on a seeded data folder; the environment says which unless told."""
    settings = settings or environment.load(environment.data_folder(None))
    app = Flask(__name__)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=environment.UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=environment.UPLOAD_BYTES,
        SESSION_COOKIE_NAME="omni_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=os.environ.get("SECURE_COOKIES") == "1",
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf = CSRFProtect(app)
    numbers.attach(app)
    database.attach(app)
    language.attach(app)
    labels.attach(app)
    headers.attach(app)
    errors.attach(app)
    pages.attach(app)
    # A program's key stands in a header that no other site can send: it needs no second token.
    csrf.exempt(api.blueprint)
    app.register_blueprint(api.blueprint)
    app.context_processor(lambda: {"account": current_account()})
    close_interrupted_runs(settings.database)
    return app
