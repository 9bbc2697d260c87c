"""Orders of the last years."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Max

from systems.cgbookstore.app.catalogue.models import Edition
from systems.cgbookstore.app.orders.models import Order, OrderLine
from systems.cgbookstore.generator import words
from systems.cgbookstore.generator.chunks import Stage, chunks_of, span
from systems.cgbookstore.generator.plan import Plan, chance, favourite, moment

SIZE = 1000
LINES = [1, 1, 1, 2, 2, 3, 4]
STATES = [Order.State.SENT] * 17 + [Order.State.CANCELLED] * 2 + [Order.State.PLACED]


class Shop:
    """What was sold."""

    def __init__(self, plan: Plan, readers: int) -> None:
        self.plan = plan
        self.readers = readers

    def stages(self) -> list[Stage]:
        """One part: the orders."""
        return [Stage("orders", chunks_of(self.plan.orders, SIZE), self._orders)]

    def _orders(self, chunk: int) -> None:
        dice = chance("orders", chunk)
        last = Edition.objects.aggregate(last=Max("pk"))["last"]
        chosen = {
            key: [favourite(dice, last, 3.0) for _line in range(dice.choice(LINES))]
            for key in span(self.plan.orders, SIZE, chunk)
        }
        wanted = {key for keys in chosen.values() for key in keys}
        editions = Edition.objects.select_related("book").in_bulk(wanted)
        orders, lines = [], []
        for key, keys in chosen.items():
            bought = [
                OrderLine(
                    order_id=key,
                    edition=editions[each],
                    title=editions[each].book.title,
                    price=editions[each].price,
                    quantity=dice.choice([1, 1, 1, 2]),
                )
                for each in dict.fromkeys(keys)
            ]
            first, family = words.person(dice)
            orders.append(
                Order(
                    pk=key,
                    reader_id=favourite(dice, self.readers, 1.5),
                    placed=moment(dice),
                    state=dice.choice(STATES),
                    name=f"{first} {family}",
                    street=f"{dice.choice(words.STREETS)}, {dice.randrange(1, 2000)}",
                    city=dice.choice(words.CITIES),
                    postcode=f"{dice.randrange(1000, 99999):05d}-{dice.randrange(1000):03d}",
                    total=sum((line.amount for line in bought), Decimal(0)),
                )
            )
            lines += bought
        Order.objects.bulk_create(orders)
        OrderLine.objects.bulk_create(lines)
