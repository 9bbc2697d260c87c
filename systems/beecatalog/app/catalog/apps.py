"""The application of the catalogue."""

from __future__ import annotations

from django.apps import AppConfig


class Catalog(AppConfig):
    """Batches and products."""

    name = "systems.beecatalog.app.catalog"
    label = "catalog"
