"""Who reads, and what is on their shelves."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reader(AbstractUser):
    """A person with an account."""

    bio = models.TextField(_("about you"), max_length=600, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    shelves_public = models.BooleanField(_("show my shelves on my profile"), default=True)

    class Meta(AbstractUser.Meta):
        """Named as people."""

        verbose_name = _("reader")
        verbose_name_plural = _("readers")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_absolute_url(self) -> str:
        """The reader's profile."""
        return reverse("profile", args=[self.username])


class ShelfEntry(models.Model):
    """A book on one of a reader's three shelves."""

    class Shelf(models.TextChoices):
        """Which one."""

        READING = "reading", _("Reading")
        READ = "read", _("Read")
        WANTED = "wanted", _("Wanted")

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="shelf_entries")
    book = models.ForeignKey("catalogue.Book", models.CASCADE, related_name="shelf_entries")
    shelf = models.CharField(max_length=8, choices=Shelf.choices)
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        """A book stands on one shelf of a reader only."""

        constraints = (
            models.UniqueConstraint(fields=["reader", "book"], name="one_shelf_per_book"),
        )

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.book_id} {self.shelf}"


class LoginFailure(models.Model):
    """A log-in that failed, kept for a quarter of an hour to slow guessing down."""

    account = models.CharField(max_length=150)
    address = models.GenericIPAddressField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.account} {self.address}"
