"""Forms of accounts."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from systems.cgbookstore.app.readers.models import Reader


class JoinForm(UserCreationForm):
    """A new account: nothing of it can make a moderator."""

    username = forms.CharField(
        label=_("User name"),
        min_length=3,
        max_length=40,
        help_text=_("Letters, digits and hyphens. It is part of your profile's address."),
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("Only letters, digits and hyphens."))],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    class Meta:
        """What a visitor may fill in."""

        model = Reader
        fields = ("username", "email")


class ProfileForm(forms.ModelForm):
    """What a reader tells of themselves."""

    class Meta:
        """What a reader may change of their account."""

        model = Reader
        fields = ("first_name", "last_name", "email", "city", "bio", "shelves_public")
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012 (Django asks for a dict)
