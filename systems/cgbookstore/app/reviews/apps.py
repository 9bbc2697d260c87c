"""Tells Django of this application."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.reviews"
    label = "reviews"
