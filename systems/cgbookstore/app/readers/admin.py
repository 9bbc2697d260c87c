"""Readers in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from systems.cgbookstore.app.readers.models import Reader


@admin.register(Reader)
class ReaderAdmin(UserAdmin):
    """Accounts, with what their owners tell of themselves."""

    fieldsets = (*UserAdmin.fieldsets, (None, {"fields": ("city", "bio", "shelves_public")}))
