"""The REST API: everything that it gives belongs to whoever asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from systems.beecatalog.app.api.serializers import (
    BatchSerializer,
    EventSerializer,
    ProductLineSerializer,
    ProductSerializer,
    SpreadsheetSerializer,
)
from systems.beecatalog.app.catalog.models import Batch, Event, Product, Spreadsheet
from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.pipeline.export import export
from systems.beecatalog.app.pipeline.intake import receive
from systems.beecatalog.app.pipeline.run import run

FILTERS = [
    OpenApiParameter("q", str, description="Words of the name, SKU, brand or GTIN."),
    OpenApiParameter("state", str, enum=Product.State.values),
]


def matching(products: QuerySet[Product], words: str, state: str) -> QuerySet[Product]:
    """The products that a list is narrowed to."""
    words = words.replace("\x00", "").strip()[:100]
    if words:
        named = Q(name__icontains=words) | Q(sku__icontains=words)
        products = products.filter(named | Q(brand__icontains=words) | Q(gtin__icontains=words))
    if state in Product.State.values:
        products = products.filter(state=state)
    return products.order_by("row")


class BatchViews(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Batch],
):
    """Batches of products."""

    queryset = Batch.objects.none()
    serializer_class = BatchSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Batch]:
        """The batches of whoever asks."""
        return Batch.objects.filter(owner=self.request.user.pk).order_by("-created", "-pk")

    def create(self, request: Request) -> Response:
        """Upload a file: it is read before the answer comes."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        batch = receive(request.user, values["file"], values.get("name", ""))
        return Response(self.get_serializer(batch).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=BatchSerializer)
    @action(detail=True, methods=["post"])
    def process(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Fill in every product that waits; the answer comes when all are done."""
        batch = self.get_object()
        run(batch, request.user)
        batch.refresh_from_db()
        return Response(self.get_serializer(batch).data)

    @extend_schema(request=None, responses=BatchSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Stop filling in after the product that is being worked on."""
        batch = self.get_object()
        batch.stop = True
        batch.save(update_fields=["stop"])
        return Response(self.get_serializer(batch).data)

    @extend_schema(parameters=FILTERS, responses=ProductLineSerializer(many=True))
    @action(detail=True)
    def products(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Its products."""
        asked = request.query_params
        found = matching(self.get_object().products, asked.get("q", ""), asked.get("state", ""))
        page = self.paginate_queryset(found)
        return self.get_paginated_response(ProductLineSerializer(page, many=True).data)

    @extend_schema(responses=EventSerializer(many=True))
    @action(detail=True)
    def history(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What was done with it, latest first."""
        page = self.paginate_queryset(Event.objects.filter(batch=self.get_object()).order_by("-pk"))
        return self.get_paginated_response(EventSerializer(page, many=True).data)

    @extend_schema(request=SpreadsheetSerializer, responses={200: SpreadsheetSerializer(many=True)})
    @action(detail=True, methods=["get", "post"])
    def spreadsheets(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The workbooks that were written; POST writes one for a marketplace."""
        batch = self.get_object()
        if request.method == "POST":
            asked = SpreadsheetSerializer(data=request.data)
            asked.is_valid(raise_exception=True)
            market = marketplaces()[asked.validated_data["marketplace"]]
            written = export(batch, market, request.user)
            shown = SpreadsheetSerializer(written, many=True).data
            return Response(shown, status=status.HTTP_201_CREATED)
        return Response(SpreadsheetSerializer(batch.spreadsheets.order_by("-pk"), many=True).data)


class ProductViews(
    mixins.RetrieveModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet[Product]
):
    """Products: to see and to correct."""

    queryset = Product.objects.none()
    serializer_class = ProductSerializer
    http_method_names = ("get", "patch", "head", "options")
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Product]:
        """The products of whoever asks."""
        return Product.objects.filter(batch__owner=self.request.user.pk)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        """Apply the changes; the answer tells what is still wrong."""
        serializer.save()


class SpreadsheetViews(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Spreadsheet]):
    """Workbooks that were written."""

    queryset = Spreadsheet.objects.none()
    serializer_class = SpreadsheetSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Spreadsheet]:
        """The workbooks of whoever asks."""
        return Spreadsheet.objects.filter(batch__owner=self.request.user.pk)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, pk: str) -> FileResponse:  # noqa: ARG002
        """The workbook itself."""
        found = self.get_object()
        path = files.path_of(found.file)
        name = files.download_name(f"{found.batch.name} {found.marketplace}", path.suffix)
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
