"""The catalogue in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.models import (
    Author,
    Book,
    Category,
    Edition,
    Import,
    Publisher,
)


class EditionsOfBook(admin.TabularInline):
    """A book's editions, on its own page."""

    model = Edition
    extra = 0
    autocomplete_fields = ("publisher",)


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    """Books; saving one notes its words for the search."""

    list_display = ("title", "year", "language", "source")
    list_filter = ("source", "language")
    search_fields = ("title", "other_title", "authors__name")
    autocomplete_fields = ("authors",)
    prepopulated_fields = {"slug": ("title",)}  # noqa: RUF012 (Django asks for a dict)
    inlines = (EditionsOfBook,)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: Any,
        change: bool,  # noqa: FBT001 (Django's signature)
    ) -> None:
        """Index the book once its authors are known too."""
        super().save_related(request, form, formsets, change)
        search.index(form.instance)


@admin.register(Author, Publisher)
class NamedAdmin(admin.ModelAdmin):
    """Authors and publishers."""

    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 (Django asks for a dict)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """Categories, named in both languages."""

    list_display = ("slug", "name_en", "name_pt")


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    """Imports: adding one opens the page that takes a file."""

    list_display = ("file_name", "started", "rows", "added", "repaired", "refused")

    def add_view(self, request: HttpRequest, *_arguments: Any, **_named: Any) -> HttpResponse:
        """Open the import page."""
        del request
        return redirect("imports")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A report is read, never changed."""
        del request, obj
        return False
