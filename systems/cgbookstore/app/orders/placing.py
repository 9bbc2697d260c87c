"""Turns a cart into an order, and an order back into stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from systems.cgbookstore.app.catalogue.models import Edition
from systems.cgbookstore.app.orders.cart import Cart, CartLine
from systems.cgbookstore.app.orders.models import Order, OrderLine
from systems.cgbookstore.app.readers.models import Reader
from systems.cgbookstore.app.web.templatetags.words import money


class EmptyCartError(Exception):
    """There is nothing to order."""


class OutOfStockError(Exception):
    """Somebody was quicker, or the edition isn't for sale."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def place(reader: Reader, cart: Cart, address: dict[str, Any]) -> Order:
    """Order what is in the cart: all of it or nothing, and never more than there is.

    Raises:
        EmptyCartError: there is nothing in it.
        OutOfStockError: there isn't enough of an edition.
    """
    lines = cart.lines()
    if not lines:
        raise EmptyCartError
    with transaction.atomic():
        for line in lines:
            _take(line)
        total = sum((line.amount for line in lines), Decimal(0))
        order = Order.objects.create(reader=reader, total=total, **address)
        for line in lines:
            OrderLine.objects.create(
                order=order,
                edition=line.edition,
                title=line.edition.book.title,
                price=line.edition.price,
                quantity=line.quantity,
            )
    cart.empty()
    _confirm(order)
    return order


def _take(line: CartLine) -> None:
    # One statement looks and takes: two readers can't both get the last copy.
    taken = Edition.objects.filter(
        pk=line.edition.pk, price=line.edition.price, stock__gte=line.quantity
    ).update(stock=F("stock") - line.quantity)
    if not taken:
        raise OutOfStockError(line.edition.book.title)


def _confirm(order: Order) -> None:
    lines = [f"{line.quantity} x {line.title}: {money(line.amount)}" for line in order.lines.all()]
    text = _("Thank you for your order %(order)s. You pay on delivery: %(total)s.") % {
        "order": order,
        "total": money(order.total),
    }
    send_mail(
        _("Your order %(order)s") % {"order": order},
        "\n".join([text, "", *lines]),
        None,
        [order.reader.email],
    )


@transaction.atomic
def cancel(order: Order) -> bool:
    """Cancel an order that wasn't sent yet, and put its books back; False where it is too late."""
    placed = Order.objects.filter(pk=order.pk, state=Order.State.PLACED)
    if not placed.update(state=Order.State.CANCELLED):
        return False
    for line in order.lines.all():
        Edition.objects.filter(pk=line.edition_id).update(stock=F("stock") + line.quantity)
    return True
