"""Writing and taking back a review."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.reviews.forms import ReviewForm
from systems.cgbookstore.app.reviews.models import Review


@login_required
@require_POST
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the reader's review of a book: a first one, or what it is changed to."""
    book = get_object_or_404(Book, slug=slug)
    mine = Review.objects.filter(book=book, reader=request.user).first()
    form = ReviewForm(request.POST, instance=mine or Review(book=book, reader=request.user))
    if not form.is_valid():
        context = {"book": book, "form": form}
        return render(request, "reviews/review.html", context, status=400)
    form.save()
    messages.success(request, _("Your review is on the page."))
    return redirect(f"{book.get_absolute_url()}#reviews")


@login_required
@require_POST
def delete_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the reader's own review of a book back."""
    book = get_object_or_404(Book, slug=slug)
    get_object_or_404(Review, book=book, reader=request.user).delete()
    messages.success(request, _("Your review is gone."))
    return redirect(book)
