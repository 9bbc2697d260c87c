"""The form of a review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from systems.cgbookstore.app.reviews.models import Review


class ReviewForm(forms.ModelForm):
    """A rating with words; whose it is and of which book, the page knows."""

    rating = forms.TypedChoiceField(
        label=_("Your rating"),
        coerce=int,
        choices=[(number, "★" * number) for number in range(5, 0, -1)],
    )

    class Meta:
        """What a reader may fill in."""

        model = Review
        fields = ("rating", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}  # noqa: RUF012 (Django asks for a dict)
