"""What follows when a book is deleted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.models import Book


@receiver(post_delete, sender=Book)
def forget_book(instance: Book, **_facts: Any) -> None:
    """A book that is gone isn't found any more."""
    search.forget(instance.pk)
