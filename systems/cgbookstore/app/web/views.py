"""The home page, and what belongs to no other part."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from systems.cgbookstore.app.catalogue.models import Book, Category
from systems.cgbookstore.app.debates.models import Topic
from systems.cgbookstore.app.reviews.models import Review

SHOWN = 6
ENOUGH_REVIEWS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is new, what readers like and what they talk about."""
    books = Book.objects.prefetch_related("authors", "editions")
    return render(
        request,
        "web/home.html",
        {
            "newest": books.order_by("-added", "-pk")[:SHOWN],
            "best": _best_rated(),
            "seen": _seen(request),
            "topics": Topic.visible.select_related("author", "book").order_by("-active")[:5],
            "categories": Category.objects.all(),
        },
    )


def _best_rated() -> list[Book]:
    ratings: dict[int, list[int]] = defaultdict(list)
    for review in Review.objects.all():
        ratings[review.book_id].append(review.rating)
    averages = {
        book: sum(all_of_it) / len(all_of_it)
        for book, all_of_it in ratings.items()
        if len(all_of_it) >= ENOUGH_REVIEWS
    }
    best = sorted(averages, key=lambda book: (-averages[book], -len(ratings[book]), book))[:SHOWN]
    books = Book.objects.prefetch_related("authors", "editions").in_bulk(best)
    return [books[key] for key in best]


def _seen(request: HttpRequest) -> list[Book]:
    keys = request.session.get("seen", [])[:SHOWN]
    books = Book.objects.prefetch_related("authors", "editions").in_bulk(keys)
    return [books[key] for key in keys if key in books]


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """Send whoever wants the admin to the one log-in, which slows guessing down."""
    user = request.user
    if user.is_authenticated:
        return redirect("admin:index" if user.is_staff else "home")
    return redirect_to_login("/admin/", "login")
