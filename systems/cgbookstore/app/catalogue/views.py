"""Pages of books, authors, publishers and categories."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from systems.cgbookstore.app.catalogue.filters import BookFilter, chosen
from systems.cgbookstore.app.catalogue.languages import LANGUAGES
from systems.cgbookstore.app.catalogue.models import Author, Book, Category, Publisher
from systems.cgbookstore.app.orders.cart import Cart
from systems.cgbookstore.app.readers.models import ShelfEntry
from systems.cgbookstore.app.reviews.forms import ReviewForm
from systems.cgbookstore.app.reviews.ratings import Ratings
from systems.cgbookstore.app.web.pages import page_of

BOOKS_PER_PAGE = 24
AUTHORS_PER_PAGE = 60
REMEMBERED = 12


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """List books by what was searched for; a filter that makes no sense is named and left out."""
    asked = BookFilter(request.GET or None)
    asked.is_valid()
    found = chosen(getattr(asked, "cleaned_data", {}))
    page = page_of(request, found, BOOKS_PER_PAGE)
    return render(request, "catalogue/books.html", {"filter": asked, "page": page})


@require_safe
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one book: its editions, what readers say, and where it is talked about."""
    found = get_object_or_404(Book, slug=slug)
    reviews = list(found.reviews.select_related("reader").order_by("-written"))
    mine = next((each for each in reviews if each.reader_id == request.user.pk), None)
    _remember(request, found)
    authors = list(found.authors.all())
    more = Book.objects.filter(authors__in=authors).exclude(pk=found.pk).distinct()
    return render(
        request,
        "catalogue/book.html",
        {
            "book": found,
            "authors": authors,
            "language": LANGUAGES.get(found.language, found.language),
            "editions": found.editions.order_by("price"),
            "reviews": reviews,
            "ratings": Ratings([each.rating for each in reviews]),
            "mine": mine,
            "form": ReviewForm(instance=mine),
            "shelf": _shelf(request, found),
            "shelves": ShelfEntry.Shelf.choices,
            "readers": len(found.shelf_entries.all()),
            "topics": found.topics.filter(hidden=False).order_by("-active")[:5],
            "more": more.prefetch_related("authors", "editions")[:6],
            "cart": Cart(request.session),
        },
    )


def _shelf(request: HttpRequest, found: Book) -> str:
    if not request.user.is_authenticated:
        return ""
    entry = ShelfEntry.objects.filter(reader=request.user, book=found).first()
    return entry.shelf if entry else ""


def _remember(request: HttpRequest, found: Book) -> None:
    seen = request.session.get("seen", [])
    request.session["seen"] = [found.pk, *(key for key in seen if key != found.pk)][:REMEMBERED]


@require_safe
def authors(request: HttpRequest) -> HttpResponse:
    """List authors, all of them or those whose name holds a text."""
    text = request.GET.get("q", "")[:100]
    found = Author.objects.filter(Q(name__icontains=text) | Q(slug__icontains=text))
    page = page_of(request, found, AUTHORS_PER_PAGE)
    return render(request, "catalogue/authors.html", {"page": page, "q": text})


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an author with their books."""
    found = get_object_or_404(Author, slug=slug)
    books = found.books.prefetch_related("authors", "editions").order_by("year", "title")
    page = page_of(request, books, BOOKS_PER_PAGE)
    return render(request, "catalogue/author.html", {"author": found, "page": page})


@require_safe
def publisher(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a publisher has published."""
    found = get_object_or_404(Publisher, slug=slug)
    books = Book.objects.filter(editions__publisher=found).distinct().order_by("title")
    page = page_of(request, books.prefetch_related("authors", "editions"), BOOKS_PER_PAGE)
    return render(request, "catalogue/publisher.html", {"publisher": found, "page": page})


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """List the categories with how many books each holds."""
    counted = [(each, len(each.books.all())) for each in Category.objects.all()]
    return render(request, "catalogue/categories.html", {"categories": counted})
