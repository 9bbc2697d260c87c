"""Tells Django of this application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Its name and label."""

    name = "systems.cgbookstore.app.orders"
    label = "orders"
