"""The languages that books are written in, by their ISO 639-1 codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, str | Promise] = {
    "ar": _("Arabic"),
    "de": _("German"),
    "da": _("Danish"),
    "el": _("Greek"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fr": _("French"),
    "id": _("Indonesian"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "la": _("Latin"),
    "nl": _("Dutch"),
    "no": _("Norwegian"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "ru": _("Russian"),
    "sa": _("Sanskrit"),
    "sv": _("Swedish"),
    "tr": _("Turkish"),
    "zh": _("Chinese"),
}
