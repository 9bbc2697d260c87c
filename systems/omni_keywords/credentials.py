"""The people of a seeded system: their passwords and keys are made here, and kept in its folder."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from pathlib import Path

from systems.omni_keywords.app.passwords import hashed
from systems.omni_keywords.app.store import accounts

PEOPLE = (
    ("Ana Ribeiro", "admin@omni.example", "admin"),
    ("Bruno Tavares", "editor@omni.example", "editor"),
    ("Clara Nunes", "editor2@omni.example", "editor"),
    ("Davi Moreira", "viewer@omni.example", "viewer"),
)


def make_people(db: sqlite3.Connection, data: Path) -> list[dict[str, str]]:
    """Make the accounts with fresh passwords and keys, and return what they are."""
    made = []
    for name, email, role in PEOPLE:
        password = secrets.token_urlsafe(15)
        number = accounts.add(db, name, email, hashed(password), role)
        token = accounts.add_token(db, number, "scenario")
        made.append({"email": email, "password": password, "role": role, "token": token})
    write_private(data / "credentials.json", json.dumps({"accounts": made}, indent=1) + "\n")
    return made


def make_secret_key(data: Path) -> None:
    """Make the key that sessions are signed by, where there is none."""
    if not (data / "secret_key").exists():
        write_private(data / "secret_key", secrets.token_urlsafe(48) + "\n")


def write_private(file: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.unlink(missing_ok=True)
    number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w") as target:
        target.write(text)
    unfinished.replace(file)
