"""The people of a new installation, with passwords made for it alone."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from systems.bi_solution.app.accounts import database, users
from systems.bi_solution.app.settings import Settings

PEOPLE: tuple[dict[str, Any], ...] = (
    {"username": "admin", "name": "Alice Prado", "role": "admin", "segments": None},
    {"username": "diretoria", "name": "Davi Rocha", "role": "analyst", "segments": None},
    {
        "username": "mercearia",
        "name": "Marta Lima",
        "role": "analyst",
        "segments": ["GROCERY", "FROZEN GROCERY", "NUTRITION"],
    },
    {
        "username": "frescos",
        "name": "Félix Nunes",
        "role": "analyst",
        "segments": ["PRODUCE", "MEAT", "MEAT-PCKGD", "SEAFOOD", "SEAFOOD-PCKGD", "DELI", "FLORAL"],
    },
    {
        "username": "bazar",
        "name": "Bianca Torres",
        "role": "analyst",
        "segments": ["DRUG GM", "COSMETICS", "GARDEN CENTER"],
    },
)


def seed(settings: Settings) -> bool:
    """Make what is missing: the key, the tables, the people; return whether anything was."""
    made = _secret(settings.secret_file)
    database.create(settings.accounts)
    settings.accounts.chmod(0o600)
    known = _known(settings.credentials)
    with database.connected(settings.accounts) as connection:
        there = {one.username for one in users.everyone(connection)}
        for person in PEOPLE:
            if person["username"] in there:
                continue
            # Written before the account is: an interrupted seed leaves no unknown password.
            known[person["username"]] = secrets.token_urlsafe(15)
            _write_private(settings.credentials, json.dumps(known, indent=2))
            users.create(connection, password=known[person["username"]], **person)
            made = True
    return made


def _known(file: Path) -> dict[str, str]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _secret(file: Path) -> bool:
    if file.exists():
        return False
    _write_private(file, secrets.token_urlsafe(48))
    return True


def _write_private(file: Path, text: str) -> None:
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
