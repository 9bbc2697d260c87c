"""How topics, posts and votes come to be."""

from typing import Any

import pytest

from systems.cgbookstore.app.debates import writing
from systems.cgbookstore.app.debates.models import DEEPEST, Post, Vote


def test_equal_titles(ana: Any) -> None:
    """Topics of one title each have an address of their own."""
    slugs = [writing.start_topic(ana, "Dom Casmurro", "?").slug for _ in range(3)]
    assert slugs == ["dom-casmurro", "dom-casmurro-2", "dom-casmurro-3"]


@pytest.mark.parametrize("title", ["New", "Moderation", "!!!", "日本"])
def test_reserved_addresses(title: str, ana: Any) -> None:
    """No topic hides one of our own pages, and a title without letters has an address too."""
    slug = writing.start_topic(ana, title, "?").slug
    assert slug
    assert slug not in writing.RESERVED


def test_answers_count(ana: Any) -> None:
    """An answer is counted at once."""
    topic = writing.start_topic(ana, "Dom Casmurro", "?")
    writing.answer(ana, topic, "!")
    topic.refresh_from_db()
    assert topic.replies == 1


def test_depth_has_an_end(ana: Any) -> None:
    """However deep readers answer each other, no post is deeper than a page can show."""
    topic = writing.start_topic(ana, "Dom Casmurro", "?")
    post: Post | None = None
    for _ in range(DEEPEST + 5):
        post = writing.answer(ana, topic, "!", post)
    assert post is not None
    assert max(topic.posts.values_list("depth", flat=True)) == DEEPEST


def test_votes_are_unique(ana: Any, rui: Any) -> None:
    """A reader has one vote on a post: it can be turned and taken back."""
    post = writing.answer(ana, writing.start_topic(ana, "Dom Casmurro", "?"), "!")
    assert [writing.vote(rui, post, value) for value in (1, -1, -1)] == [1, -1, 0]
    assert (post.score, Vote.objects.count()) == (0, 0)
    writing.vote(rui, post, 1)
    assert (post.score, Vote.objects.count()) == (1, 1)


def test_nobody_votes_for_themselves(ana: Any) -> None:
    """Readers don't vote on their own posts."""
    post = writing.answer(ana, writing.start_topic(ana, "Dom Casmurro", "?"), "!")
    with pytest.raises(writing.OwnPostError):
        writing.vote(ana, post, 1)


def test_closed_topics(ana: Any) -> None:
    """A closed topic takes no more answers."""
    topic = writing.start_topic(ana, "Dom Casmurro", "?")
    topic.locked = True
    with pytest.raises(writing.LockedTopicError):
        writing.answer(ana, topic, "!")
