"""Tells Django of this application."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Listen to what happens to books."""
        from systems.cgbookstore.app.catalogue import signals  # noqa: F401
