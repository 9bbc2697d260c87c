"""Topics, nested posts, votes and reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from systems.cgbookstore.app.readers.models import Reader

DEEPEST = 6
"""Replies below this depth join their parent's level: a page has only so much width."""


class VisibleTopics(models.Manager["Topic"]):
    """Topics that no moderator hid."""

    def get_queryset(self) -> models.QuerySet[Topic]:
        """Leave out what is hidden."""
        return super().get_queryset().filter(hidden=False)


class Topic(models.Model):
    """What a debate is about."""

    title = models.CharField(_("title"), max_length=160)
    slug = models.CharField(max_length=100, unique=True)
    text = models.TextField(_("what you would like to talk about"), max_length=10_000)
    book = models.ForeignKey(
        "catalogue.Book", models.SET_NULL, null=True, blank=True, related_name="topics"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topics")
    started = models.DateTimeField(default=timezone.now)
    active = models.DateTimeField(default=timezone.now)
    views = models.PositiveIntegerField(_("views"), default=0)
    replies = models.PositiveIntegerField(_("posts"), default=0)
    pinned = models.BooleanField(_("pinned"), default=False)
    locked = models.BooleanField(_("locked"), default=False)
    hidden = models.BooleanField(_("hidden"), default=False)

    objects = models.Manager["Topic"]()
    visible = VisibleTopics()

    class Meta:
        """Who may moderate is a permission of its own."""

        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        permissions = (("moderate", "Can moderate debates"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The debate's page."""
        return reverse("topic", args=[self.slug])

    def count_view(self) -> None:
        """Note that somebody opened it."""
        self.views += 1
        self.save(update_fields=["views"])

    def count_reply(self) -> None:
        """Note that somebody wrote in it."""
        self.replies += 1
        self.active = timezone.now()
        self.save(update_fields=["replies", "active"])


class Post(models.Model):
    """An answer to a topic or to another post."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="posts")
    text = models.TextField(_("your answer"), max_length=10_000)
    written = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    score = models.IntegerField(_("score"), default=0)
    hidden = models.BooleanField(_("hidden"), default=False)

    class Meta:
        """In the order they were written."""

        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("written", "pk")

    def __str__(self) -> str:
        return f"{self.author_id} {self.written:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Where it stands."""
        return f"{self.topic.get_absolute_url()}#post-{self.pk}"

    def vote_of(self, reader: Reader) -> int:
        """What a reader voted: 1, -1, or 0 where they didn't."""
        vote = self.votes.filter(reader=reader).first()
        return vote.value if vote else 0


class Vote(models.Model):
    """One reader's opinion of one post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="votes")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=((1, "+1"), (-1, "-1")))

    class Meta:
        """A reader votes once on a post."""

        constraints = (
            models.UniqueConstraint(fields=["post", "reader"], name="one_vote_per_post"),
            models.CheckConstraint(condition=models.Q(value__in=(1, -1)), name="vote_is_one"),
        )

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.value:+d}"


class Report(models.Model):
    """A reader's request that moderators look at a post."""

    class Reason(models.TextChoices):
        """Why."""

        INSULT = "insult", _("It insults somebody")
        SPAM = "spam", _("It is advertising")
        SPOILER = "spoiler", _("It gives an ending away")
        OTHER = "other", _("Something else")

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    words = models.CharField(_("in your words"), max_length=300, blank=True)
    made = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="settled"
    )

    class Meta:
        """A reader reports a post once."""

        constraints = (
            models.UniqueConstraint(fields=["post", "reader"], name="one_report_per_post"),
        )

    def __str__(self) -> str:
        return f"{self.post_id}: {self.reason}"
