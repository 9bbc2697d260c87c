"""Tells Django of this application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.api"
    label = "api"
