"""Which providers there are, by the keys that are set."""

from __future__ import annotations

from systems.bi_solution.app.providers.gemini import Gemini
from systems.bi_solution.app.providers.offline import Offline
from systems.bi_solution.app.providers.openai import OpenAI
from systems.bi_solution.app.providers.provider import Provider
from systems.bi_solution.app.settings import Settings


def available(settings: Settings) -> dict[str, Provider]:
    """The providers by name; the last one is asked unless somebody says which."""
    found: dict[str, Provider] = {"offline": Offline(settings.lake)}
    if settings.gemini_key:
        found["gemini"] = Gemini(settings.gemini_key, settings.gemini_url, settings.gemini_model)
    if settings.openai_key:
        found["openai"] = OpenAI(settings.openai_key, settings.openai_url, settings.openai_model)
    return found
