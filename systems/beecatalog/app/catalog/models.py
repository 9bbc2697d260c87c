"""What is kept of a seller's products."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """The products of one uploaded file."""

    class State(models.TextChoices):
        """What is being done with it."""

        READING = "reading", _("Being read")
        READY = "ready", _("Ready")
        WORKING = "working", _("Being filled in")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches"
    )
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    rows = models.PositiveIntegerField(default=0)
    unknown_columns = models.JSONField(default=list, blank=True)
    note = models.JSONField(default=dict, blank=True)
    stop = models.BooleanField(default=False)
    beat = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """One row of that file, and what became known since."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("Waiting")
        FILLED = "filled", _("Filled in")
        REVIEWED = "reviewed", _("Reviewed")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="products")
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sku = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=500, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    ncm = models.CharField(max_length=8, blank=True)
    stock = models.PositiveIntegerField(null=True, blank=True)
    size = models.CharField(max_length=60, blank=True)
    color = models.CharField(max_length=60, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    pictures = models.JSONField(default=list, blank=True)
    description = models.TextField(max_length=50_000, blank=True)
    source = models.JSONField(default=dict, blank=True)
    """The row as it was read: nothing of a file is lost."""
    known_from = models.JSONField(default=dict, blank=True)
    """Where a field's value comes from: file, page or person."""
    reading_problems = models.JSONField(default=list, blank=True)
    page_problem = models.JSONField(default=dict, blank=True)
    updated = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name or self.sku


class Listing(models.Model):
    """What one marketplace is told of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings")
    marketplace = models.CharField(max_length=20)
    category = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(max_length=50_000, blank=True)
    bullets = models.JSONField(default=list, blank=True)
    keywords = models.JSONField(default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    filled_by = models.CharField(max_length=20, blank=True)
    notes = models.JSONField(default=list, blank=True)
    """What of a model's answer wasn't taken, and why."""

    class Meta:
        """One for each pair."""

        constraints = (
            models.UniqueConstraint(fields=["product", "marketplace"], name="one_listing"),
        )

    def __str__(self) -> str:
        return f"{self.marketplace}: {self.title}"


class Event(models.Model):
    """Something that was done, by whom, and what a value was before."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="events")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, related_name="events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=60, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.field}"


class Spreadsheet(models.Model):
    """A workbook that was written for a marketplace, and what is still wrong in it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="spreadsheets")
    marketplace = models.CharField(max_length=20)
    file = models.CharField(max_length=200)
    part = models.PositiveIntegerField(default=1)
    products = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.file


class OwnWorkbook(models.Model):
    """A marketplace's workbook as the seller downloaded it, to be filled instead of ours."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workbooks"
    )
    marketplace = models.CharField(max_length=20)
    file = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    macros = models.BooleanField(default=False)
    columns = models.PositiveIntegerField(default=0)
    uploaded = models.DateTimeField(auto_now=True)

    class Meta:
        """One for each pair."""

        constraints = (
            models.UniqueConstraint(fields=["owner", "marketplace"], name="one_workbook"),
        )

    def __str__(self) -> str:
        return self.name


class NcmCode(models.Model):
    """A code of the NCM table that the seller supplied."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ncm_codes"
    )
    code = models.CharField(max_length=8)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        """One for each pair."""

        constraints = (models.UniqueConstraint(fields=["owner", "code"], name="one_ncm"),)

    def __str__(self) -> str:
        return self.code
