"""Forms of debates."""

from __future__ import annotations

from django import forms

from systems.cgbookstore.app.debates.models import Post, Report, Topic


class TopicForm(forms.ModelForm):
    """A new topic; whose it is and about which book, the page knows."""

    class Meta:
        """What a reader may fill in."""

        model = Topic
        fields = ("title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}  # noqa: RUF012 (Django asks for a dict)


class PostForm(forms.ModelForm):
    """An answer's words."""

    class Meta:
        """What a reader may fill in."""

        model = Post
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012 (Django asks for a dict)


class ReportForm(forms.ModelForm):
    """Why moderators should look at a post."""

    class Meta:
        """What a reader may fill in."""

        model = Report
        fields = ("reason", "words")
