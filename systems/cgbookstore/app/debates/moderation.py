"""What moderators see and do."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from systems.cgbookstore.app.debates.access import MODERATE
from systems.cgbookstore.app.debates.models import Post, Report, Topic
from systems.cgbookstore.app.web.addresses import back_to
from systems.cgbookstore.app.web.errors import error_page

TOPIC_CHANGES = {
    "lock": ("locked", True),
    "unlock": ("locked", False),
    "pin": ("pinned", True),
    "unpin": ("pinned", False),
    "hide": ("hidden", True),
    "show": ("hidden", False),
}
POST_CHANGES = {"hide": True, "show": False, "keep": None}


@login_required
@permission_required(MODERATE, raise_exception=True)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the reports that nobody has settled yet."""
    reports = Report.objects.filter(settled_by=None).order_by("made")
    hidden = Topic.objects.filter(hidden=True)
    context = {"reports": list(reports), "hidden": hidden}
    return render(request, "debates/moderation.html", context)


@login_required
@permission_required(MODERATE, raise_exception=True)
@require_POST
def moderate_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Lock, pin or hide a topic, or undo that."""
    topic = get_object_or_404(Topic, slug=slug)
    change = TOPIC_CHANGES.get(request.POST.get("do", ""))
    if change is None:
        return error_page(request, 400)
    name, value = change
    setattr(topic, name, value)
    topic.save(update_fields=[name])
    return redirect(topic)


@login_required
@permission_required(MODERATE, raise_exception=True)
@require_POST
def moderate_post(request: HttpRequest, number: int) -> HttpResponse:
    """Hide a post, show it again, or keep it; its reports are settled by that."""
    post = get_object_or_404(Post, pk=number)
    do = request.POST.get("do", "")
    if do not in POST_CHANGES:
        return error_page(request, 400)
    if (hidden := POST_CHANGES[do]) is not None:
        post.hidden = hidden
        post.save(update_fields=["hidden"])
    post.reports.filter(settled_by=None).update(settled_by=request.user)
    return back_to(request, post.get_absolute_url())
