"""How topics, posts and votes come to be: the same for pages and for the interface."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.catalogue.slugs import free_slug
from systems.cgbookstore.app.debates.models import DEEPEST, Post, Topic, Vote
from systems.cgbookstore.app.readers.models import Reader

ATTEMPTS = 5
RESERVED = frozenset({"new", "moderation"})
"""Addresses below /debates/ that are pages of their own."""


class LockedTopicError(Exception):
    """The topic takes no more answers."""


class OwnPostError(Exception):
    """Nobody votes on what they wrote."""


def start_topic(reader: Reader, title: str, text: str, book: Book | None = None) -> Topic:
    """Start a debate; of two with one title, the second gets a number in its address."""
    for attempt in range(ATTEMPTS):
        slug = free_slug(Topic, title, "debate", RESERVED)
        try:
            with transaction.atomic():
                return Topic.objects.create(
                    title=title, text=text, book=book, author=reader, slug=slug
                )
        except IntegrityError:
            # Somebody took the address between the look and the writing.
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


def answer(reader: Reader, topic: Topic, text: str, parent: Post | None = None) -> Post:
    """Answer a topic, or one of its posts.

    Raises:
        LockedTopicError: a moderator closed it.
    """
    if topic.locked:
        raise LockedTopicError
    while parent is not None and parent.depth >= DEEPEST:
        parent = parent.parent
    depth = parent.depth + 1 if parent else 0
    post = Post.objects.create(topic=topic, parent=parent, author=reader, text=text, depth=depth)
    topic.count_reply()
    return post


def edit(post: Post, text: str) -> None:
    """Change a post's words, and say that they were changed."""
    post.text = text
    post.edited = timezone.now()
    post.save(update_fields=["text", "edited"])


def vote(reader: Reader, post: Post, value: int) -> int:
    """Vote for or against a post; the same vote again takes it back. The reader's vote now.

    Raises:
        OwnPostError: the reader wrote it.
    """
    if post.author_id == reader.pk:
        raise OwnPostError
    before = post.vote_of(reader)
    now = 0 if before == value else value
    if now:
        Vote.objects.update_or_create(post=post, reader=reader, defaults={"value": now})
    else:
        Vote.objects.filter(post=post, reader=reader).delete()
    post.score += now - before
    post.save(update_fields=["score"])
    return now
