"""What readers ordered, at the price of that day."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Order(models.Model):
    """What one reader ordered at once. There is no payment: it is settled on delivery."""

    class State(models.TextChoices):
        """How far it is."""

        PLACED = "placed", _("placed")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders")
    placed = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLACED)
    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=160)
    city = models.CharField(_("city"), max_length=80)
    postcode = models.CharField(
        _("postcode (CEP)"),
        max_length=9,
        validators=[RegexValidator(r"^\d{5}-?\d{3}$", _("A CEP has eight digits: 01310-100."))],
    )
    total = models.DecimalField(_("total"), max_digits=10, decimal_places=2)

    class Meta:
        """The newest first."""

        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        """The order's page."""
        return reverse("order", args=[self.pk])


class OrderLine(models.Model):
    """One edition of an order; its title and price stay what they were."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    edition = models.ForeignKey("catalogue.Edition", models.PROTECT, related_name="lines")
    title = models.CharField(_("title"), max_length=300)
    price = models.DecimalField(_("price"), max_digits=8, decimal_places=2)
    quantity = models.PositiveIntegerField(_("quantity"))

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"

    @property
    def amount(self) -> Decimal:
        """Price times quantity."""
        return self.price * self.quantity
