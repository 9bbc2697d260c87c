"""Tells Django of this application."""

from django.apps import AppConfig


class DebatesConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.debates"
    label = "debates"
