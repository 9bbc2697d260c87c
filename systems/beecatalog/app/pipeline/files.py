"""Where files of sellers are kept; what they were called never becomes a path."""

from __future__ import annotations

import re
import shutil
import unicodedata
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

SUFFIXES = {".xlsx", ".xlsm", ".csv", ".txt", ".tsv"}


def place(room: str, suffix: str) -> str:
    """A new name below the data folder, of our own making."""
    kept = suffix.lower() if suffix.lower() in SUFFIXES else ".bin"
    return f"{room}/{uuid.uuid4().hex}{kept}"


def path_of(name: str) -> Path:
    """Where a file with a name of ours is."""
    return Path(settings.DATA) / name


def keep(uploaded: UploadedFile, room: str) -> str:
    """Move what was uploaded into the data folder; returns its new name."""
    name = place(room, Path(uploaded.name or "").suffix)
    target = path_of(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as kept:
        uploaded.seek(0)
        shutil.copyfileobj(uploaded, kept, 1 << 20)
    target.chmod(0o600)
    return name


def discard(name: str) -> None:
    """Remove a file of ours, if it is there."""
    if name:
        path_of(name).unlink(missing_ok=True)


def title_of(uploaded: UploadedFile) -> str:
    """What a batch is called unless its seller says otherwise: the file's name."""
    return re.sub(r"[\x00-\x1f\x7f]", "", Path(uploaded.name or "").stem)[:200] or "?"


def download_name(text: str, suffix: str) -> str:
    """A name for a download that every system can keep."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return (re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:80] or "products") + suffix
