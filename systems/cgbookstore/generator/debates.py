"""Topics, nested posts and votes."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.text import slugify

from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.debates.models import DEEPEST, Post, Report, Topic, Vote
from systems.cgbookstore.generator import words
from systems.cgbookstore.generator.chunks import Stage, chunks_of, span
from systems.cgbookstore.generator.plan import NOW, Plan, chance, favourite, moment

TOPICS = 50
VOTES = 2000
FEWEST, MOST = 20, 100
"""Posts of a topic: sixty on average."""
NESTED = 0.5
SCORES = """
UPDATE debates_post SET score = COALESCE(
    (SELECT SUM(vote.value) FROM debates_vote AS vote WHERE vote.post_id = debates_post.id), 0)
"""


class Debates:
    """What readers talk about."""

    def __init__(self, plan: Plan, readers: int) -> None:
        self.plan = plan
        self.readers = readers

    def stages(self) -> list[Stage]:
        """Their parts, in the order in which they can be written."""
        return [
            Stage("debates", chunks_of(self.plan.topics, TOPICS), self._topics),
            Stage("votes", chunks_of(self.plan.votes, VOTES), self._votes),
            Stage("scores", 1, _scores),
        ]

    def _topics(self, chunk: int) -> None:
        dice = chance("debates", chunk)
        keys = span(self.plan.topics, TOPICS, chunk)
        chosen = {key: favourite(dice, self.plan.books, 4.0) for key in keys}
        books = Book.objects.in_bulk(set(chosen.values()))
        first = (Post.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        topics: list[Topic] = []
        posts: list[Post] = []
        for key, book in chosen.items():
            language = "pt" if dice.random() < 0.7 else "en"
            topic = self._topic(key, books[book], language, dice)
            count = dice.randrange(FEWEST, MOST + 1)
            posts += self._posts(topic, first + len(posts), count, language, dice)
            topic.replies, topic.active = count, posts[-1].written
            topics.append(topic)
        Topic.objects.bulk_create(topics)
        Post.objects.bulk_create(posts)

    def _topic(self, key: int, book: Book, language: str, dice: random.Random) -> Topic:
        title = words.topic(dice, language, book.title)[:160]
        return Topic(
            pk=key,
            title=title,
            slug=f"{slugify(title)[:80]}-{key}",
            text=words.opinion(dice, language, book.title, 3),
            book=book,
            author_id=self._reader(dice),
            started=moment(dice) - timedelta(days=10),
            views=dice.randrange(50, 3000),
            pinned=key in {7, 70},
            locked=dice.random() < 0.03,
        )

    def _posts(
        self, topic: Topic, first: int, count: int, language: str, dice: random.Random
    ) -> list[Post]:
        posts: list[Post] = []
        when = topic.started
        for key in range(first, first + count):
            when = _later(when, dice)
            parent = dice.choice(posts[-12:]) if posts and dice.random() < NESTED else None
            if parent and parent.depth >= DEEPEST:
                parent = None
            posts.append(self._post(key, topic, parent, when, language, dice))
        return posts

    def _post(
        self, key: int, topic: Topic, parent: Post | None, when: datetime, *rest: Any
    ) -> Post:
        language, dice = rest
        text = words.reply(dice, language)
        if parent is None:
            text = words.opinion(dice, language, topic.book.title, dice.randrange(1, 5))
        return Post(
            pk=key,
            topic_id=topic.pk,
            parent_id=parent.pk if parent else None,
            depth=parent.depth + 1 if parent else 0,
            author_id=self._reader(dice),
            text=text,
            written=when,
        )

    def _reader(self, dice: random.Random) -> int:
        return favourite(dice, self.readers, 1.5)

    def _votes(self, chunk: int) -> None:
        dice = chance("votes", chunk)
        last = Post.objects.aggregate(last=Max("pk"))["last"]
        pairs = {
            (dice.randrange(1, last + 1), self._reader(dice))
            for _number in span(self.plan.votes, VOTES, chunk)
        }
        authors = dict(
            Post.objects.filter(pk__in={post for post, _reader in pairs}).values_list(
                "pk", "author_id"
            )
        )
        Vote.objects.bulk_create(
            (
                Vote(post_id=post, reader_id=reader, value=1 if dice.random() < 0.8 else -1)
                for post, reader in sorted(pairs)
                if authors[post] != reader
            ),
            ignore_conflicts=True,
        )


def _later(when: datetime, dice: random.Random) -> datetime:
    return min(when + timedelta(minutes=dice.randrange(3, 600)), NOW)


def _scores(_chunk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCORES)
    dice = chance("reports", 0)
    posts = dice.sample(range(1, 5000), 12)
    Report.objects.bulk_create(
        Report(post_id=post, reader_id=dice.randrange(4, 40), reason=reason, made=moment(dice))
        for post in posts
        for reason in [dice.choice(Report.Reason.values)]
    )
