"""Settings of the project: from the environment and the data folder, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from systems.beecatalog.app.folder import data_folder, database, secret_key
from systems.beecatalog.app.form import chosen_form

FORM = chosen_form()
DATA = data_folder()
MEASURE = os.environ.get("MEASURE") == "1"
APP = Path(__file__).parent

SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
SECURE = os.environ.get("HTTPS") == "1"
"""Whether visitors come by HTTPS; cookies are then sent by it alone."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "drf_spectacular",
    "systems.beecatalog.app.accounts.apps.Accounts",
    "systems.beecatalog.app.catalog.apps.Catalog",
    "systems.beecatalog.app.pages.apps.Pages",
]
MIDDLEWARE = [
    *(["systems.beecatalog.app.web.measure.CountStatements"] if MEASURE else []),
    "systems.beecatalog.app.web.headers.SecureHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "systems.beecatalog.app.web.body.LimitBody",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "systems.beecatalog.app.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [APP / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "systems.beecatalog.app.pages.context.provider",
            ]
        },
    }
]
WSGI_APPLICATION = "systems.beecatalog.app.wsgi.application"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": database(DATA),
        "OPTIONS": {"timeout": 20},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "log-in"
LOGIN_REDIRECT_URL = "batches"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_NAME = "bee_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "bee_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "systems.beecatalog.app.web.errors.csrf_failed"

# --- files -----------------------------------------------------------------------------------

UPLOAD_LIMIT = int(os.environ.get("UPLOAD_LIMIT_MB") or 120) * 1_000_000
FILE_UPLOAD_HANDLERS = ["systems.beecatalog.app.web.body.CountedFile"]
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
STATIC_URL = "/static/"
STATIC = APP / "static"

# --- words -----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("pt-br", _("Portuguese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "bee_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 31_536_000
LOCALE_PATHS = [APP.parent / "locale"]
TIME_ZONE = "America/Sao_Paulo"
USE_TZ = True

# --- reading other people's pages, and writing with a model ----------------------------------

SCRAPE_ALLOW = os.environ.get("SCRAPE_ALLOW", "")
"""Addresses that may be read though they are local: `name=127.0.0.1:8791`, several by commas."""
SCRAPE_PAUSE = float(os.environ.get("SCRAPE_PAUSE") or 0.5)
"""Seconds between two requests to one host."""
AI_PROVIDER = os.environ.get("AI_PROVIDER", "")
GOOGLE_API_KEY = os.environ.get("GOOGLE_API_KEY", "")
OPENAI_API_KEY = os.environ.get("OPENAI_API_KEY", "")
GEMINI_URL = os.environ.get("GEMINI_URL") or "https://generativelanguage.googleapis.com"
GEMINI_MODEL = os.environ.get("GEMINI_MODEL") or "gemini-2.5-flash"
OPENAI_URL = os.environ.get("OPENAI_URL") or "https://api.openai.com"
OPENAI_MODEL = os.environ.get("OPENAI_MODEL") or "gpt-4o-mini"

# --- interfaces ------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "systems.beecatalog.app.api.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "systems.beecatalog.app.api.errors.explain",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "BeeCatalog",
    "DESCRIPTION": "From a list of products to marketplace spreadsheets.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "BatchState": "systems.beecatalog.app.catalog.models.Batch.State",
        "ProductState": "systems.beecatalog.app.catalog.models.Product.State",
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["errors"], "level": "ERROR"},
}
