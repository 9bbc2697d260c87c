"""Tells Django of this application."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.readers"
    label = "readers"
