"""Which provider writes: a model where a key is set, else our own rules."""

from __future__ import annotations

from django.conf import settings

from systems.beecatalog.app.filling.brief import Provider
from systems.beecatalog.app.filling.models import Gemini, OpenAI
from systems.beecatalog.app.filling.offline import Offline


def chosen_name() -> str:
    """The provider in force: offline, gemini or openai."""
    wanted = settings.AI_PROVIDER
    if settings.GOOGLE_API_KEY and wanted in {"", "gemini"}:
        return "gemini"
    if settings.OPENAI_API_KEY and wanted in {"", "openai"}:
        return "openai"
    return "offline"


def chosen() -> Provider:
    """The provider in force."""
    name = chosen_name()
    if name == "gemini":
        return Gemini(settings.GOOGLE_API_KEY, settings.GEMINI_URL, settings.GEMINI_MODEL)
    if name == "openai":
        return OpenAI(settings.OPENAI_API_KEY, settings.OPENAI_URL, settings.OPENAI_MODEL)
    return Offline()
