"""The forms that people fill in; a field that isn't here is not read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from systems.omni_keywords.app import labels
from systems.omni_keywords.app.passwords import LONGEST, SHORTEST
from systems.omni_keywords.app.reading import figures

_needed = DataRequired(_("This is needed."))


def offered(choices: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Values with their names, as a field of choices takes them."""
    return [SelectChoice(value, name) for value, name in choices]


def _most(characters: int) -> Length:
    return Length(max=characters, message=_("At most %(max)d characters."))


def _strip(value: str | None) -> str | None:
    return value.strip() if value else value


class Choices(SelectMultipleField):
    """Check boxes, of which several may be set."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LoginForm(FlaskForm):
    """Who somebody is."""

    email = EmailField(_("E-mail"), [_needed, _most(200)], filters=[_strip])
    password = PasswordField(_("Password"), [_needed, _most(LONGEST)])


class NicheForm(FlaskForm):
    """A market that one writes for."""

    name = StringField(_("Name"), [_needed, _most(80)], filters=[_strip])
    description = TextAreaField(_("What it is about"), [Optional(), _most(500)], filters=[_strip])
    language = SelectField(
        _("Language of its keywords"), choices=offered(labels.LANGUAGE_NAMES.items())
    )
    currency = SelectField(
        _("Currency of its clicks"),
        choices=offered([("BRL", "R$ BRL"), ("USD", "US$ USD"), ("EUR", "€ EUR")]),
    )


class CategoryForm(FlaskForm):
    """A part of a niche, and whom it is for."""

    name = StringField(_("Name"), [_needed, _most(80)], filters=[_strip])
    audience = TextAreaField(_("Whom it is for"), [Optional(), _most(300)], filters=[_strip])


class MembersForm(FlaskForm):
    """Who works on a niche."""

    members = Choices(_("Who works on it"), coerce=int)


class ImportForm(FlaskForm):
    """A file or a pasted list, and how to read it."""

    reader = RadioField(
        _("What it is"),
        choices=offered(
            [
                ("csv", _("A table (CSV): a heading names keyword, volume, CPC and competition")),
                ("text", _("A list: one keyword a line")),
                (
                    "addresses",
                    _("Web addresses: the words of their paths are read, nothing is fetched"),
                ),
            ]
        ),
        default="csv",
        validators=[_needed],
    )
    file = FileField(_("File"), description=_("CSV or text, up to 10 MB"))
    pasted = TextAreaField(_("Or paste it here"))
    category = SelectField(_("Category"), coerce=int)
    first_row = IntegerField(
        _("Begin at row"),
        [Optional(), NumberRange(1, 10**9, _("A row's number is 1 or more."))],
        default=1,
    )

    def validate_pasted(self, field: Any) -> None:
        """Either a file or a pasted text must be there."""
        if not (field.data or "").strip() and not (self.file.data and self.file.data.filename):
            raise ValidationError(_("Choose a file or paste a list."))


class ExpandForm(FlaskForm):
    """Keywords to make more of, and how."""

    keywords = TextAreaField(_("Keywords, one a line"), [_needed, _most(2_000)])
    kinds = Choices(
        _("Expand by"),
        choices=offered(
            [
                ("prefixes", _("buying and comparing words (buy …, best …, … price)")),
                ("questions", _("questions (what is …, how to choose …)")),
                ("long_tail", _("long tail (… for beginners, … near me)")),
            ]
        ),
        default=["prefixes", "questions", "long_tail"],
    )
    category = SelectField(_("Category"), coerce=int)


class KeywordForm(FlaskForm):
    """What is known of a keyword; its text is what it is."""

    category = SelectField(_("Category"), coerce=int)
    volume = StringField(
        _("Searches a month"), [Optional(), _most(20)], description=_("Empty: estimated")
    )
    cpc = StringField(
        _("Cost per click"), [Optional(), _most(20)], description=_("Empty: not known")
    )
    competition = StringField(
        _("Competition"), [Optional(), _most(10)], description=_("From 0 to 1; empty: not known")
    )

    def validate_volume(self, field: Any) -> None:
        """It must be a whole number."""
        _read(field, figures.volume, _("A whole number, such as 1,200."))

    def validate_cpc(self, field: Any) -> None:
        """It must be an amount of money."""
        _read(field, figures.money, _("An amount, such as 1.25."))

    def validate_competition(self, field: Any) -> None:
        """It must be from 0 to 1."""
        _read(field, _competition, _("A number from 0 to 1, such as 0.35."))


class ClusterForm(FlaskForm):
    """What a cluster is called."""

    name = StringField(_("Name"), [_needed, _most(100)], filters=[_strip])


class PersonForm(FlaskForm):
    """A new account."""

    name = StringField(_("Name"), [_needed, _most(80)], filters=[_strip])
    email = EmailField(_("E-mail"), [_needed, _most(200)], filters=[_strip])
    role = SelectField(_("Role"), choices=offered(labels.ROLES.items()))
    password = PasswordField(
        _("First password"),
        [_needed, Length(SHORTEST, LONGEST, _("At least %(min)d characters."))],
    )

    def validate_email(self, field: Any) -> None:
        """It must look like an address."""
        name, at, host = field.data.partition("@")
        if not (name and at and "." in host) or any(c.isspace() for c in field.data):
            raise ValidationError(_("This isn't an e-mail address."))


class PasswordForm(FlaskForm):
    """Another password for one's own account."""

    current = PasswordField(_("Current password"), [_needed, _most(LONGEST)])
    fresh = PasswordField(
        _("New password"),
        [_needed, Length(SHORTEST, LONGEST, _("At least %(min)d characters."))],
    )


class TokenForm(FlaskForm):
    """A key for a program."""

    token_name = StringField(_("What it is for"), [_needed, _most(80)], filters=[_strip])


def _competition(text: str) -> float | None:
    return figures.competition(text, of_hundred=False)


def _read(field: Any, read: Any, complaint: object) -> None:
    try:
        field.read = read(field.data or "")
    except figures.NotUnderstoodError:
        raise ValidationError(complaint) from None
