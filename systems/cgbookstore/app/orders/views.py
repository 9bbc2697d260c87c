"""Pages of the cart and of a reader's orders."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from systems.cgbookstore.app.catalogue.models import Edition
from systems.cgbookstore.app.orders.cart import Cart
from systems.cgbookstore.app.orders.forms import AddressForm, QuantityForm
from systems.cgbookstore.app.orders.models import Order
from systems.cgbookstore.app.orders.placing import EmptyCartError, OutOfStockError, cancel, place
from systems.cgbookstore.app.web.addresses import back_to
from systems.cgbookstore.app.web.errors import error_page
from systems.cgbookstore.app.web.pages import page_of


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """Show what is in the cart."""
    return render(request, "orders/cart.html", {"cart": Cart(request.session)})


@require_POST
def add_to_cart(request: HttpRequest, number: int) -> HttpResponse:
    """Put one more copy of an edition into the cart."""
    edition = get_object_or_404(Edition, pk=number)
    if edition.buyable:
        Cart(request.session).add(edition)
        messages.success(request, _("It is in your cart: %(book)s.") % {"book": edition.book})
    else:
        messages.error(request, _("This edition can't be bought at the moment."))
    return back_to(request, "/cart/")


@require_POST
def change_cart(request: HttpRequest, number: int) -> HttpResponse:
    """Change how many copies are in the cart."""
    edition = get_object_or_404(Edition, pk=number)
    form = QuantityForm(request.POST)
    if form.is_valid():
        Cart(request.session).put(edition, form.cleaned_data["quantity"])
    else:
        messages.error(request, " ".join(form.errors["quantity"]))
    return redirect("cart")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Ask where to send it, then order it."""
    held = Cart(request.session)
    if not held.quantities:
        return redirect("cart")
    form = AddressForm(request.POST or None, initial={"name": request.user.get_full_name()})
    if request.method == "POST" and form.is_valid():
        try:
            order = place(request.user, held, form.cleaned_data)
        except EmptyCartError:
            return redirect("cart")
        except OutOfStockError as error:
            text = _("There isn't enough of “%(title)s” any more. Nothing was ordered yet.")
            messages.error(request, text % {"title": error.title})
            return redirect("cart")
        messages.success(request, _("Thank you! Your order is placed."))
        return redirect(order)
    context = {"form": form, "cart": held}
    return render(request, "orders/checkout.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """List the reader's own orders."""
    page = page_of(request, request.user.orders.all(), 20)
    return render(request, "orders/orders.html", {"page": page})


@login_required
@require_safe
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Show one of the reader's own orders; another's doesn't exist for them."""
    found = get_object_or_404(request.user.orders, pk=number)
    return render(request, "orders/order.html", {"order": found})


@login_required
@require_POST
def cancel_order(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel one of the reader's own orders, unless it was sent."""
    found: Order = get_object_or_404(request.user.orders, pk=number)
    if not cancel(found):
        return error_page(request, 400, _("It is too late to cancel this order."))
    messages.success(request, _("Your order is cancelled."))
    return redirect(found)
