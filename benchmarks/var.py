"""Where heavy outputs go: the git-ignored folder `var/` of the checkout."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VAR = CHECKOUT / "var"


def folder(name: str) -> Path:
    """The folder `var/NAME`, made if it is not there."""
    path = VAR / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def shown(path: Path) -> str:
    """The path as a reader would type it from the checkout."""
    return str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else str(path)
