"""What the environment and the data folder say; nothing secret is written in code."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
DEFAULT_DATA = ROOT / "var" / "omni_keywords"
FORMS = ("prototype",)

UPLOAD_BYTES = 10_000_000
"""The largest request; a larger one is answered by 413 before it is read."""
ROWS_AT_ONCE = 50_000
"""Rows of one import; the report says at which row the next import should begin."""
EMBEDDED_AT_IMPORT = 100
"""New keywords whose meaning is computed inside the request that imports them."""
EMBEDDED_AT_GROUPING = 200
"""The same for the request that groups what was left over."""
MOST_EXPANSIONS = 500


class RefusedError(Exception):
    """The system can't start like this; the text is one line that says why."""


@dataclass(frozen=True)
class Settings:
    """Where this system keeps its data, and how it was asked to run."""

    data: Path
    measure: bool = False
    suggestions_url: str = ""
    secret_key: str = field(default="", repr=False)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "omni.db"


def form() -> str:
    """The form that FORM asks for.

    Raises:
        RefusedError: it isn't built yet.
    """
    asked = os.environ.get("FORM") or "prototype"
    if asked not in FORMS:
        raise RefusedError(f"FORM={asked} isn't built yet; there is: {', '.join(FORMS)}")
    return asked


def data_folder(given: Path | None) -> Path:
    """The folder that was given, else SYSTEM_DATA, else var/omni_keywords."""
    if given is not None:
        return given.resolve()
    return Path(os.environ.get("SYSTEM_DATA") or DEFAULT_DATA).resolve()


def load(data: Path) -> Settings:
    """The settings of a seeded data folder.

    Raises:
        RefusedError: the form isn't built, or the folder isn't seeded.
    """
    form()
    key = data / "secret_key"
    if not key.exists() or not (data / "seeded").exists():
        raise RefusedError(
            f"{data} isn't seeded; run: python -m systems.omni_keywords.seed --data {data}"
        )
    return Settings(
        data=data,
        measure=os.environ.get("MEASURE") == "1",
        suggestions_url=os.environ.get("SUGGESTIONS_URL", ""),
        secret_key=key.read_text().strip(),
    )
