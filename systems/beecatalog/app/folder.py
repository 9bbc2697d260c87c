"""The data folder: where the database, the files and the generated secrets are."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
DEFAULT = PROJECT / "var" / "beecatalog"
SECRET_FILE = "secret_key"  # noqa: S105 - the name of the file, not what it holds


def data_folder() -> Path:
    """The folder that BEECATALOG_DATA names, or `var/beecatalog` of the project."""
    return Path(os.environ.get("BEECATALOG_DATA") or DEFAULT).resolve()


def database(folder: Path) -> Path:
    """Where the database of a data folder is."""
    return folder / "beecatalog.db"


def secret_key(folder: Path) -> str:
    """The key that signs sessions; empty where the folder isn't seeded."""
    file = folder / SECRET_FILE
    return file.read_text().strip() if file.exists() else ""


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = file.with_name(file.name + ".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(text)
    draft.replace(file)


def prepare(folder: Path) -> None:
    """Make the folder and its secret key, unless they are there."""
    (folder / "incoming").mkdir(parents=True, exist_ok=True)
    if not secret_key(folder):
        write_private(folder / SECRET_FILE, secrets.token_urlsafe(50))
