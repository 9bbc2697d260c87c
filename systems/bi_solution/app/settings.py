"""What the environment and the data folder say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
DEFAULT_DATA = ROOT / "var" / "bi_solution"
FORMS = ("prototype",)


class SettingsError(Exception):
    """The system can't start as it is set; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ from one installation to the next."""

    data: Path = DEFAULT_DATA
    form: str = "prototype"
    measure: bool = False
    openai_key: str = field(default="", repr=False)
    openai_url: str = "https://api.openai.com/v1"
    openai_model: str = "gpt-4.1-mini"
    gemini_key: str = field(default="", repr=False)
    gemini_url: str = "https://generativelanguage.googleapis.com/v1beta"
    gemini_model: str = "gemini-2.5-flash"
    row_limit: int = 1_000
    seconds: float = 10.0
    memory: str = "512MB"
    threads: int = 2

    @property
    def lake(self) -> Path:
        """Where the Parquet files are; DuckDB may read nothing else."""
        return self.data / "lake"

    @property
    def accounts(self) -> Path:
        """The SQLite database of people, conversations and the audit."""
        return self.data / "accounts.db"

    @property
    def secret_file(self) -> Path:
        """The key that signs sessions, made by seed."""
        return self.data / "secret.key"

    @property
    def credentials(self) -> Path:
        """The generated passwords, readable by the owner only."""
        return self.data / "credentials.json"


def from_environment(data: Path | None = None, env: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force.

    Raises:
        SettingsError: FORM names a form that isn't built.
    """
    form = env.get("FORM", "prototype") or "prototype"
    if form not in FORMS:
        raise SettingsError(f"FORM={form} isn't built yet; there is: {', '.join(FORMS)}")
    plain = Settings()
    return Settings(
        data=data or Path(env.get("SYSTEM_DATA") or DEFAULT_DATA),
        form=form,
        measure=env.get("MEASURE", "") == "1",
        openai_key=env.get("OPENAI_API_KEY", ""),
        openai_url=env.get("OPENAI_BASE_URL", plain.openai_url).rstrip("/"),
        openai_model=env.get("OPENAI_MODEL", plain.openai_model),
        gemini_key=env.get("GOOGLE_API_KEY", ""),
        gemini_url=env.get("GEMINI_BASE_URL", plain.gemini_url).rstrip("/"),
        gemini_model=env.get("GEMINI_MODEL", plain.gemini_model),
    )
