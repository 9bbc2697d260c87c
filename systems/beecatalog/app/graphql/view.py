"""The address of the GraphQL interface: for people who are logged in, by POST alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from strawberry.django.views import GraphQLView

from systems.beecatalog.app.graphql.schema import schema


class Ask(GraphQLView):
    """Answers questions; strangers learn nothing, not even what can be asked."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let through who is logged in; the token against forged requests was checked before."""
        if not request.user.is_authenticated:
            return JsonResponse({"detail": "Log in first."}, status=401)
        return super().dispatch(request, *args, **kwargs)


ask = Ask.as_view(
    schema=schema, graphql_ide=None, allow_queries_via_get=False, multipart_uploads_enabled=False
)
