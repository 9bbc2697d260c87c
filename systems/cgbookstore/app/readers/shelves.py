"""Shelves and profiles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.readers.models import Reader, ShelfEntry
from systems.cgbookstore.app.web.addresses import back_to

Shelved = list[tuple[str, str, list[ShelfEntry]]]


def shelved(reader: Reader) -> Shelved:
    """A reader's three shelves, each with its books."""
    entries = list(
        reader.shelf_entries.select_related("book").prefetch_related("book__authors")
        .order_by("-added", "-pk")
    )  # fmt: skip
    return [
        (key, str(name), [entry for entry in entries if entry.shelf == key])
        for key, name in ShelfEntry.Shelf.choices
    ]


@login_required
@require_safe
def my_shelves(request: HttpRequest) -> HttpResponse:
    """Show the reader's own shelves."""
    context = {"shelves": shelved(request.user), "choices": ShelfEntry.Shelf.choices}
    return render(request, "readers/shelves.html", context)


@login_required
@require_POST
def put_on_shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a book on a shelf of the reader's, move it, or take it off."""
    book = get_object_or_404(Book, slug=slug)
    shelf = request.POST.get("shelf", "")
    if shelf in ShelfEntry.Shelf.values:
        ShelfEntry.objects.update_or_create(
            reader=request.user, book=book, defaults={"shelf": shelf}
        )
        messages.success(
            request, _("It is on your shelf: %(shelf)s.") % {"shelf": ShelfEntry.Shelf(shelf).label}
        )
    else:
        ShelfEntry.objects.filter(reader=request.user, book=book).delete()
        messages.success(request, _("It is off your shelves."))
    return back_to(request, book.get_absolute_url())


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Show who a reader is, what they read and what they say of it."""
    reader = get_object_or_404(Reader, username=username, is_active=True)
    own = request.user == reader
    return render(
        request,
        "readers/profile.html",
        {
            "reader": reader,
            "own": own,
            "shelves": shelved(reader) if own or reader.shelves_public else None,
            "reviews": reader.reviews.select_related("book").order_by("-written")[:10],
            "topics": reader.topics.filter(hidden=False).order_by("-started")[:10],
            "posts": len(reader.posts.all()),
            "score": sum(post.score for post in reader.posts.all()),
        },
    )
