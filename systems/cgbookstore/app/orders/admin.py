"""Orders in the admin."""

from django.contrib import admin

from systems.cgbookstore.app.orders.models import Order, OrderLine


class LinesOfOrder(admin.TabularInline):
    """What was ordered; it can't be changed afterwards."""

    model = OrderLine
    extra = 0
    can_delete = False
    readonly_fields = ("edition", "title", "price", "quantity")


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    """Orders and how far they are."""

    list_display = ("__str__", "reader", "placed", "state", "total")
    list_filter = ("state",)
    raw_id_fields = ("reader",)
    readonly_fields = ("total", "placed")
    inlines = (LinesOfOrder,)
