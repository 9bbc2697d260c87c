"""The cart: editions and quantities, kept in the visitor's session."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.sessions.backends.base import SessionBase

from systems.cgbookstore.app.catalogue.models import Edition

MOST = 20
"""Copies of one edition that can be ordered at once."""


@dataclass(frozen=True)
class CartLine:
    """One edition in a cart, at today's price."""

    edition: Edition
    quantity: int

    @property
    def amount(self) -> Decimal:
        """Price times quantity."""
        return (self.edition.price or Decimal(0)) * self.quantity

    @property
    def available(self) -> bool:
        """Whether there are enough of it."""
        return self.edition.price is not None and self.edition.stock >= self.quantity


class Cart:
    """What one visitor is about to order."""

    def __init__(self, session: SessionBase) -> None:
        self._session = session

    @property
    def quantities(self) -> dict[str, int]:
        """How many of which edition."""
        held: dict[str, int] = self._session.get("cart", {})
        return held

    def put(self, edition: Edition, quantity: int) -> None:
        """Have so many of an edition; none takes it out."""
        held = dict(self.quantities)
        held.pop(str(edition.pk), None)
        if quantity > 0:
            held[str(edition.pk)] = min(quantity, MOST)
        self._session["cart"] = held

    def add(self, edition: Edition, quantity: int = 1) -> None:
        """Have so many more of an edition."""
        self.put(edition, self.quantities.get(str(edition.pk), 0) + quantity)

    def empty(self) -> None:
        """Take everything out."""
        self._session.pop("cart", None)

    def lines(self) -> list[CartLine]:
        """What is in it; editions that are no longer sold fall out."""
        found = []
        for key, quantity in self.quantities.items():
            edition = Edition.objects.filter(pk=key).first()
            if edition is not None:
                found.append(CartLine(edition, quantity))
        return found

    def total(self) -> Decimal:
        """What it would cost today."""
        return sum((line.amount for line in self.lines()), Decimal(0))
