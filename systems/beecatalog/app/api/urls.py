"""Addresses of the REST API."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from systems.beecatalog.app.api.views import BatchViews, ProductViews, SpreadsheetViews

router = SimpleRouter()
router.register("batches", BatchViews, basename="api-batch")
router.register("products", ProductViews, basename="api-product")
router.register("spreadsheets", SpreadsheetViews, basename="api-spreadsheet")
schema = SpectacularJSONAPIView.as_view(permission_classes=[AllowAny])
urlpatterns = [path("schema/", schema, name="schema"), *router.urls]
