"""What readers say of a book."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """One reader's rating of one book, with as many words as they like."""

    book = models.ForeignKey("catalogue.Book", models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    rating = models.PositiveSmallIntegerField(
        _("rating"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("review"), max_length=5000, blank=True)
    written = models.DateTimeField(default=timezone.now)

    class Meta:
        """A reader reviews a book once, and may change it."""

        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = (
            models.UniqueConstraint(fields=["book", "reader"], name="one_review_per_reader"),
        )

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.rating}"
