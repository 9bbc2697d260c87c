"""What the bookstore sells."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Author(models.Model):
    """Who wrote a book; years before our era are negative."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(max_length=230, unique=True)
    born = models.IntegerField(_("born"), null=True, blank=True)
    died = models.IntegerField(_("died"), null=True, blank=True)

    class Meta:
        """By name."""

        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The author's page."""
        return reverse("author", args=[self.slug])


class Publisher(models.Model):
    """Who publishes an edition."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(max_length=230, unique=True)

    class Meta:
        """By name."""

        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What the publisher has published."""
        return reverse("publisher", args=[self.slug])


class Category(models.Model):
    """A shelf of the shop, named in both languages."""

    slug = models.CharField(max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_pt = models.CharField(_("name in Portuguese"), max_length=80)

    class Meta:
        """By their English name."""

        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("name_en",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_pt if (get_language() or "").startswith("pt") else self.name_en


class Book(models.Model):
    """A work, whatever its editions."""

    class Source(models.TextChoices):
        """Where the record comes from."""

        CATALOGUE = "catalogue", _("our own catalogue")
        SAMPLE = "sample", _("made up, to fill the shelves")
        IMPORTED = "imported", _("an imported file")

    title = models.CharField(_("title"), max_length=300)
    other_title = models.CharField(_("other title"), max_length=300, blank=True)
    slug = models.CharField(max_length=130, unique=True)
    authors = models.ManyToManyField(Author, related_name="books", verbose_name=_("authors"))
    categories = models.ManyToManyField(Category, related_name="books", blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    year = models.IntegerField(_("first published"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.CATALOGUE)
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        """In the order they came."""

        verbose_name = _("book")
        verbose_name_plural = _("books")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The book's page."""
        return reverse("book", args=[self.slug])

    @property
    def from_price(self) -> Decimal | None:
        """The price of the cheapest edition that can be bought."""
        prices = [each.price for each in self.editions.all() if each.buyable and each.price]
        return min(prices, default=None)


class Edition(models.Model):
    """What is bought; without a known price it is shown, but not for sale."""

    class Format(models.TextChoices):
        """How it is bound."""

        PAPERBACK = "paperback", _("paperback")
        HARDCOVER = "hardcover", _("hardcover")
        POCKET = "pocket", _("pocket book")
        UNKNOWN = "unknown", _("binding not known")

    book = models.ForeignKey(Book, models.CASCADE, related_name="editions")
    publisher = models.ForeignKey(Publisher, models.PROTECT, null=True, blank=True)
    isbn = models.CharField("ISBN-13", max_length=13, null=True, blank=True, unique=True)
    format = models.CharField(
        _("binding"), max_length=10, choices=Format.choices, default=Format.UNKNOWN
    )
    year = models.IntegerField(_("year"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    price = models.DecimalField(
        _("price"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    stock = models.PositiveIntegerField(_("in stock"), default=0)

    class Meta:
        """An ISBN names one edition; those without one have none, not an empty one."""

        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.book} ({self.get_format_display()})"

    @property
    def buyable(self) -> bool:
        """Whether it has a price and is in stock."""
        return self.price is not None and self.stock > 0


class Import(models.Model):
    """One file of books that was read, and what came of it."""

    file_name = models.CharField(_("file"), max_length=200)
    by = models.ForeignKey("readers.Reader", models.SET_NULL, null=True, blank=True)
    started = models.DateTimeField(default=timezone.now)
    encoding = models.CharField(max_length=20, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    added = models.PositiveIntegerField(_("books added"), default=0)
    repaired = models.PositiveIntegerField(_("rows repaired"), default=0)
    refused = models.PositiveIntegerField(_("rows refused"), default=0)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        """The newest first."""

        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The report."""
        return reverse("import", args=[self.pk])


class ImportNote(models.Model):
    """One repair or refusal, by its row in the file."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="notes")
    row = models.PositiveIntegerField()
    refusal = models.BooleanField(default=False)
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    was = models.CharField(max_length=200, blank=True)
    became = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the file's order."""

        ordering = ("row", "pk")

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"
