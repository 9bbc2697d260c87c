"""Google's generateContent."""

from __future__ import annotations

from systems.bi_solution.app.lake.manifest import Manifest
from systems.bi_solution.app.providers import prompt, wire
from systems.bi_solution.app.providers.provider import Proposal, ProviderFailedError, Question


class Gemini:
    """A Gemini model."""

    name = "gemini"
    paid = True

    def __init__(self, key: str, url: str, model: str) -> None:
        self._key = key
        self._url = url
        self._model = model

    def propose(self, question: Question, manifest: Manifest) -> Proposal:
        """SQL by the model."""
        found = wire.post(
            f"{self._url}/models/{self._model}:generateContent",
            # In a header: a key in the address would end up in logs.
            {"x-goog-api-key": self._key},
            {
                "systemInstruction": {"parts": [{"text": prompt.instructions(manifest)}]},
                "contents": [
                    {"role": role, "parts": [{"text": text}]}
                    for role, text in prompt.exchange(question)
                ],
                "generationConfig": {"temperature": 0, "responseMimeType": "application/json"},
            },
        )
        try:
            text = found["candidates"][0]["content"]["parts"][0]["text"]
        except (KeyError, IndexError, TypeError) as error:
            raise ProviderFailedError("The model gave no answer.") from error
        return prompt.reply(str(text))
