"""Forms of the cart and the order."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from systems.cgbookstore.app.orders.cart import MOST
from systems.cgbookstore.app.orders.models import Order


class QuantityForm(forms.Form):
    """How many of an edition."""

    quantity = forms.IntegerField(label=_("Quantity"), min_value=0, max_value=MOST)


class AddressForm(forms.ModelForm):
    """Where to send it; what is in the order and what it costs, the cart knows."""

    class Meta:
        """What a reader may fill in."""

        model = Order
        fields = ("name", "street", "city", "postcode")
        widgets = {  # noqa: RUF012 (Django asks for a dict)
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "postcode": forms.TextInput(
                attrs={"autocomplete": "postal-code", "inputmode": "numeric"}
            ),
        }
