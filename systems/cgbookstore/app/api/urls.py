"""Addresses of the interface."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularYAMLAPIView
from rest_framework.routers import SimpleRouter

from systems.cgbookstore.app.api import description, views

router = SimpleRouter()
router.register("books", views.Books)
router.register("topics", views.Topics)
router.register("posts", views.Posts)
router.register("shelves", views.Shelves)
router.register("orders", views.Orders)

urlpatterns = [
    path("", description.description, name="api"),
    path("schema.yaml", SpectacularYAMLAPIView.as_view(), name="schema-yaml"),
    path("schema.json", SpectacularJSONAPIView.as_view(), name="schema-json"),
    path("", include(router.urls)),
]
