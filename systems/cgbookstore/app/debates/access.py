"""Who may see and do what in the debates."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from systems.cgbookstore.app.debates.models import Post, Topic

MODERATE = "debates.moderate"


def may_moderate(user: Any) -> bool:
    """Whether somebody is a moderator."""
    allowed: bool = user.has_perm(MODERATE)
    return allowed


def topics_for(user: Any) -> QuerySet[Topic]:
    """The topics that somebody may read: moderators also those that are hidden."""
    return Topic.objects.all() if may_moderate(user) else Topic.visible.all()


def posts_for(user: Any) -> QuerySet[Post]:
    """The posts that somebody may read."""
    posts = Post.objects.select_related("topic")
    return posts if may_moderate(user) else posts.filter(hidden=False, topic__hidden=False)


def open_topic(user: Any, slug: str) -> Topic:
    """A topic that somebody may read, else the page that there is none."""
    return get_object_or_404(topics_for(user), slug=slug)


def open_post(user: Any, number: int) -> Post:
    """A post that somebody may read, else the page that there is none."""
    return get_object_or_404(posts_for(user), pk=number)
