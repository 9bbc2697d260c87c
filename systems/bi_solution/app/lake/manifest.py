"""What the lake holds and which version it is: written last, so that it says the lake is whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

FILE = "manifest.json"


class LakeError(Exception):
    """The data can't be read: seed it again with `python -m systems.bi_solution.seed`."""


@dataclass(frozen=True)
class Manifest:
    """The contents of a lake."""

    version: str
    scale: int
    seed: int
    rows: dict[str, int]
    first_day: str
    last_day: str

    @property
    def first(self) -> date:
        """The first day of sales."""
        return date.fromisoformat(self.first_day)

    @property
    def last(self) -> date:
        """The last day of sales, which questions take for today."""
        return date.fromisoformat(self.last_day)


def read(lake: Path) -> Manifest:
    """The manifest of a lake.

    Raises:
        LakeError: there is none, or it isn't one.
    """
    try:
        return Manifest(**json.loads((lake / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise LakeError(str(error)) from error


def write(lake: Path, manifest: Manifest) -> None:
    """Publish a manifest in one step."""
    draft = lake / f"{FILE}.draft"
    draft.write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    draft.replace(lake / FILE)
