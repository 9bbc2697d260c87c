"""Tells Django of this application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.web"
    label = "web"
