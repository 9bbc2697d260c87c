"""The application of pages; it has the template tags."""

from __future__ import annotations

from django.apps import AppConfig


class Pages(AppConfig):
    """Pages."""

    name = "systems.beecatalog.app.pages"
    label = "pages"
