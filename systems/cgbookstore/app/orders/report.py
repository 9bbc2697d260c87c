"""The sales report: sums of every order, made while the page waits."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from systems.cgbookstore.app.orders.models import Order, OrderLine
from systems.cgbookstore.app.web.cells import harmless

PERMISSION = "orders.view_order"
TOP = 20


@dataclass(frozen=True)
class Sales:
    """What was sold, by month and by book; cancelled orders are left out."""

    months: list[tuple[str, int, Decimal]]
    books: list[tuple[str, int, Decimal]]
    total: Decimal
    copies: int


def sales() -> Sales:
    """Add up every line of every order."""
    months: dict[str, list[OrderLine]] = defaultdict(list)
    books: dict[str, list[OrderLine]] = defaultdict(list)
    lines = OrderLine.objects.select_related("order").exclude(order__state=Order.State.CANCELLED)
    for line in lines:
        months[f"{timezone.localtime(line.order.placed):%Y-%m}"].append(line)
        books[line.title].append(line)
    best = sorted(_summed(books), key=lambda row: (-row[2], row[0]))[:TOP]
    monthly = sorted(_summed(months))
    return Sales(
        monthly,
        best,
        total=sum((row[2] for row in monthly), Decimal(0)),
        copies=sum(row[1] for row in monthly),
    )


def _summed(groups: dict[str, list[OrderLine]]) -> list[tuple[str, int, Decimal]]:
    return [
        (
            name,
            sum(line.quantity for line in lines),
            sum((line.amount for line in lines), Decimal(0)),
        )
        for name, lines in groups.items()
    ]


@login_required
@permission_required(PERMISSION, raise_exception=True)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show the report, or give it away as CSV."""
    found = sales()
    if request.GET.get("format") != "csv":
        return render(request, "orders/report.html", {"sales": found})
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sales.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["kind", "name", "copies", "amount_brl"])
    for kind, rows in (("month", found.months), ("book", found.books)):
        writer.writerows([kind, harmless(name), copies, amount] for name, copies, amount in rows)
    return response
