"""Reviews in the admin."""

from django.contrib import admin

from systems.cgbookstore.app.reviews.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    """Reviews, found by their words."""

    list_display = ("book", "reader", "rating", "written")
    search_fields = ("text", "book__title")
    raw_id_fields = ("book", "reader")
