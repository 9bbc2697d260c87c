"""What the API takes and gives; a field that isn't named here can't be set."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from systems.beecatalog.app.catalog.correct import EDITABLE, WRITTEN, correct
from systems.beecatalog.app.catalog.models import Batch, Event, Listing, Product, Spreadsheet
from systems.beecatalog.app.checks.addresses import is_web_address
from systems.beecatalog.app.checks.listing import problems_of
from systems.beecatalog.app.checks.problem import Problem
from systems.beecatalog.app.marketplaces.shelf import categories, marketplaces
from systems.beecatalog.app.pipeline.export import listing_of

ATTRIBUTES = 40


def address(text: str) -> None:
    """Refuse what isn't an http address."""
    if text and not is_web_address(text):
        raise serializers.ValidationError(_("This isn't an http or https address."))


class ListingSerializer(serializers.ModelSerializer[Listing]):
    """What one marketplace is told."""

    category = serializers.ChoiceField(
        choices=[(slug, slug) for slug in categories()], allow_blank=True, required=False
    )
    bullets = serializers.ListField(
        child=serializers.CharField(max_length=1000), max_length=20, required=False
    )
    keywords = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=60, required=False
    )
    attributes = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True), required=False
    )

    class Meta:
        """What of the model it has."""

        model = Listing
        fields: ClassVar[list[str]] = [*WRITTEN, "filled_by", "notes"]
        read_only_fields: ClassVar[list[str]] = ["filled_by", "notes"]

    def validate_attributes(self, value: dict[str, str]) -> dict[str, str]:
        """Only attributes that some marketplace asks for."""
        known = {one.name for market in marketplaces().values() for one in market.attributes}
        if set(value) - known or len(value) > ATTRIBUTES:
            raise serializers.ValidationError(_("There is no such attribute."))
        return {name: text for name, text in value.items() if text}


class ListingsSerializer(serializers.Serializer[Any]):
    """The listings of a product by marketplace."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One for each marketplace that there is."""
        return {slug: ListingSerializer(required=False) for slug in marketplaces()}


class ProblemSerializer(serializers.Serializer[Problem]):
    """What is wrong with a field."""

    field = serializers.CharField()
    severity = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product with its listings and problems."""

    gtin = serializers.RegexField(r"^\d{0,14}$", required=False, allow_blank=True)
    ncm = serializers.RegexField(r"^\d{0,8}$", required=False, allow_blank=True)
    link = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, validators=[address]
    )
    pictures = serializers.ListField(
        child=serializers.CharField(max_length=2000, validators=[address]),
        max_length=20,
        required=False,
    )
    price = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    reviewed = serializers.BooleanField(write_only=True, required=False)
    listings = ListingsSerializer(required=False, write_only=True)

    class Meta:
        """What of the model it has."""

        model = Product
        fields: ClassVar[list[str]] = [
            "id", "batch", "row", "state", *EDITABLE, "known_from", "source", "reviewed",
            "listings", "updated",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = [
            "id", "batch", "row", "state", "known_from", "source", "updated",
        ]  # fmt: skip

    def update(self, instance: Product, validated_data: dict[str, Any]) -> Product:
        """Apply and remember what was changed."""
        return correct(instance, self.context["request"].user, validated_data)

    def to_representation(self, instance: Product) -> dict[str, Any]:
        """The product, and per marketplace its listing and what is wrong there."""
        shown = super().to_representation(instance)
        shown["listings"], shown["problems"] = {}, {}
        shown["reading_problems"] = ProblemSerializer(
            [Problem(**one) for one in instance.reading_problems], many=True
        ).data
        for slug, market in marketplaces().items():
            listing = listing_of(instance, market)
            found = problems_of(instance, listing, market)
            shown["listings"][slug] = ListingSerializer(listing).data
            shown["problems"][slug] = ProblemSerializer(found, many=True).data
        return shown


class ProductLineSerializer(serializers.ModelSerializer[Product]):
    """A product in a list, with how many problems each marketplace would have."""

    errors = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    class Meta:
        """What of the model it has."""

        model = Product
        fields: ClassVar[list[str]] = [
            "id", "row", "state", "sku", "name", "brand", "price", "gtin", "ncm", "stock",
            "errors", "warnings",
        ]  # fmt: skip

    def get_errors(self, product: Product) -> dict[str, int]:
        """Errors by marketplace, found anew each time."""
        counts = {}
        for slug, market in marketplaces().items():
            found = problems_of(product, listing_of(product, market), market)
            counts[slug] = len([one for one in found if one.severity == "error"])
        return counts

    def get_warnings(self, product: Product) -> int:
        """What was odd in the file and on the page."""
        return len(product.reading_problems) + bool(product.page_problem)


class BatchSerializer(serializers.ModelSerializer[Batch]):
    """A batch, and how far it has come."""

    file = serializers.FileField(write_only=True)
    name = serializers.CharField(max_length=200, required=False)
    counts = serializers.SerializerMethodField()

    class Meta:
        """What of the model it has."""

        model = Batch
        fields: ClassVar[list[str]] = [
            "id", "name", "state", "rows", "unknown_columns", "created", "counts", "file",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = ["state", "rows", "unknown_columns", "created"]

    def get_counts(self, batch: Batch) -> dict[str, int]:
        """Products by state."""
        return {state: batch.products.filter(state=state).count() for state in Product.State.values}


class EventSerializer(serializers.ModelSerializer[Event]):
    """A line of the history."""

    class Meta:
        """What of the model it has."""

        model = Event
        fields: ClassVar[list[str]] = ["id", "product", "kind", "field", "before", "after", "at"]


class SpreadsheetSerializer(serializers.ModelSerializer[Spreadsheet]):
    """A workbook that was written."""

    marketplace = serializers.ChoiceField(choices=[(slug, slug) for slug in marketplaces()])
    problems = serializers.SerializerMethodField()

    class Meta:
        """What of the model it has."""

        model = Spreadsheet
        fields: ClassVar[list[str]] = [
            "id", "marketplace", "part", "products", "problems", "created",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = ["part", "products", "created"]

    def get_problems(self, spreadsheet: Spreadsheet) -> int:
        """How many are listed with it."""
        return len(spreadsheet.problems)
