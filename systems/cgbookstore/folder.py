"""The data folder: the database, the secrets and what the application writes."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).parent.parent.parent / "var" / "cgbookstore"
VARIABLE = "SYSTEM_DATA"


@dataclass(frozen=True)
class DataFolder:
    """Where one installation keeps everything that is its own."""

    path: Path

    @classmethod
    def current(cls) -> DataFolder:
        """The folder that the environment names, else the default one."""
        return cls(Path(os.environ.get(VARIABLE) or DEFAULT).resolve())

    def use(self) -> None:
        """Make it the folder of this process and of those that it starts."""
        os.environ[VARIABLE] = str(self.path)
        os.environ["DJANGO_SETTINGS_MODULE"] = "systems.cgbookstore.app.settings"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "cgbookstore.db"

    @property
    def mail(self) -> Path:
        """Where letters are written to, one file each."""
        return self.path / "mail"

    @property
    def static(self) -> Path:
        """Style sheets and scripts, gathered for the server."""
        return self.path / "static"

    @property
    def credentials(self) -> Path:
        """The accounts that were made, for people and for load tests."""
        return self.path / "credentials.json"

    def secret_key(self) -> str:
        """The key that signs sessions; made when it is first asked for."""
        file = self.path / "secret.key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(50))
        return file.read_text().strip()

    def seeded_at(self) -> int | None:
        """The scale that the folder was filled at, or None where that isn't finished."""
        file = self.path / "seeded.json"
        if not file.exists():
            return None
        scale: int = json.loads(file.read_text())["scale"]
        return scale

    def mark_seeded(self, facts: dict[str, Any]) -> None:
        """Say that the folder is complete."""
        (self.path / "seeded.json").write_text(json.dumps(facts, indent=2) + "\n")


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, all of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(text)
    unfinished.replace(file)
