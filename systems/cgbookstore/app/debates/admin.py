"""Debates in the admin."""

from django.contrib import admin

from systems.cgbookstore.app.debates.models import Post, Report, Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    """Topics; their counters are kept by the application alone."""

    list_display = ("title", "author", "started", "replies", "views", "locked", "hidden")
    search_fields = ("title",)
    raw_id_fields = ("author", "book")
    readonly_fields = ("views", "replies")


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """Posts, found by their words."""

    list_display = ("topic", "author", "written", "score", "hidden")
    search_fields = ("text",)
    raw_id_fields = ("topic", "parent", "author")
    readonly_fields = ("score", "depth")


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Reports and who settled them."""

    list_display = ("post", "reason", "reader", "made", "settled_by")
    raw_id_fields = ("post", "reader", "settled_by")
