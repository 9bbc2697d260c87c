"""Pages of debates."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.debates import writing
from systems.cgbookstore.app.debates.access import may_moderate, open_post, open_topic
from systems.cgbookstore.app.debates.forms import PostForm, ReportForm, TopicForm
from systems.cgbookstore.app.debates.models import Post, Report, Topic
from systems.cgbookstore.app.debates.tree import grow
from systems.cgbookstore.app.readers.models import Reader
from systems.cgbookstore.app.web.errors import error_page
from systems.cgbookstore.app.web.pages import page_of

POSTS_PER_PAGE = 20
MOST_ACTIVE = 8


@require_safe
def debates(request: HttpRequest) -> HttpResponse:
    """List the debates, and who talks most."""
    topics = Topic.visible.select_related("author", "book").order_by("-pinned", "-active", "-pk")
    if text := request.GET.get("q", "")[:100]:
        topics = topics.filter(title__icontains=text)
    context = {"topics": topics, "q": text, "active": _most_active()}
    return render(request, "debates/debates.html", context)


def _most_active() -> list[tuple[Reader, int]]:
    posts = Counter(post.author_id for post in Post.objects.filter(hidden=False))
    readers = Reader.objects.in_bulk(list(dict(posts.most_common(MOST_ACTIVE))))
    return [(readers[key], count) for key, count in posts.most_common(MOST_ACTIVE)]


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a debate with its posts, answers below what they answer."""
    found = open_topic(request.user, slug)
    found.count_view()
    reader = request.user if request.user.is_authenticated else None
    roots = found.posts.filter(parent=None).select_related("author")
    if request.GET.get("sort") == "best":
        roots = sorted(roots, key=lambda post: -post.score)
    page = page_of(request, roots, POSTS_PER_PAGE)
    return render(
        request,
        "debates/topic.html",
        {
            "topic": found,
            "page": page,
            "branches": [grow(post, reader) for post in page],
            "people": len({post.author_id for post in found.posts.all()}),
            "form": PostForm(),
            "moderator": may_moderate(request.user),
            "reasons": Report.Reason.choices,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: HttpRequest) -> HttpResponse:
    """Start a debate, about a book or about anything."""
    slug = request.POST.get("book") or request.GET.get("book")
    book = get_object_or_404(Book, slug=slug) if slug else None
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        return redirect(writing.start_topic(request.user, words["title"], words["text"], book))
    context = {"form": form, "book": book}
    return render(request, "debates/new.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a topic or one of its posts."""
    found = open_topic(request.user, slug)
    parent = None
    if key := request.POST.get("parent"):
        posts = found.posts.filter(hidden=False)
        parent = get_object_or_404(posts, pk=key if key.isdecimal() else 0)
    form = PostForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "topic": found, "parent": parent}
        return render(request, "debates/answer.html", context, status=400)
    try:
        post = writing.answer(request.user, found, form.cleaned_data["text"], parent)
    except writing.LockedTopicError:
        return error_page(request, 403, _("This debate is closed: it takes no more answers."))
    return redirect(f"{found.get_absolute_url()}{_page_with(post)}#post-{post.pk}")


def _page_with(post: Post) -> str:
    root = post
    while root.parent is not None:
        root = root.parent
    before = len([each for each in root.topic.posts.filter(parent=None) if each.pk < root.pk])
    page = before // POSTS_PER_PAGE + 1
    return f"?page={page}" if page > 1 else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_post(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words of one's own post."""
    post = open_post(request.user, number)
    if post.author != request.user or post.topic.locked:
        return error_page(request, 403)
    form = PostForm(request.POST or None, initial={"text": post.text})
    if request.method == "POST" and form.is_valid():
        writing.edit(post, form.cleaned_data["text"])
        return redirect(post)
    context = {"form": form, "topic": post.topic, "post": post}
    return render(request, "debates/answer.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """Vote on a post; a script gets the new score, a plain form the page again."""
    post = open_post(request.user, number)
    value = {"up": 1, "down": -1}.get(request.POST.get("vote", ""))
    if value is None:
        return error_page(request, 400)
    try:
        mine = writing.vote(request.user, post, value)
    except writing.OwnPostError:
        return error_page(request, 403, _("Nobody votes on what they wrote themselves."))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"score": post.score, "mine": mine})
    return redirect(f"{post.topic.get_absolute_url()}{_page_with(post)}#post-{post.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the moderators to look at a post; asking twice counts once."""
    post = open_post(request.user, number)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Report.objects.get_or_create(post=post, reader=request.user, defaults=form.cleaned_data)
        messages.success(request, _("Thank you. The moderators will look at it."))
        return redirect(post.topic)
    context = {"form": form, "post": post}
    return render(request, "debates/report.html", context, status=400 if form.errors else 200)
