"""The application of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    """Sellers."""

    name = "systems.beecatalog.app.accounts"
    label = "accounts"
