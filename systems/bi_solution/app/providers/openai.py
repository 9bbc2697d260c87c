"""OpenAI's chat completions, and whatever speaks the same."""

from __future__ import annotations

from systems.bi_solution.app.lake.manifest import Manifest
from systems.bi_solution.app.providers import prompt, wire
from systems.bi_solution.app.providers.provider import Proposal, ProviderFailedError, Question


class OpenAI:
    """A model behind /chat/completions."""

    name = "openai"
    paid = True

    def __init__(self, key: str, url: str, model: str) -> None:
        self._key = key
        self._url = url
        self._model = model

    def propose(self, question: Question, manifest: Manifest) -> Proposal:
        """SQL by the model."""
        roles = {"user": "user", "model": "assistant"}
        messages = [{"role": "system", "content": prompt.instructions(manifest)}]
        messages += [
            {"role": roles[role], "content": text} for role, text in prompt.exchange(question)
        ]
        found = wire.post(
            f"{self._url}/chat/completions",
            {"Authorization": f"Bearer {self._key}"},
            {
                "model": self._model,
                "messages": messages,
                "temperature": 0,
                "response_format": {"type": "json_object"},
            },
        )
        try:
            text = found["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise ProviderFailedError("The model gave no answer.") from error
        return prompt.reply(str(text))
