"""Reads a .sql file that has a heading above each query: `-- name`, alone on its line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HEADING = re.compile(r"^-- ([a-z_]+)$", re.MULTILINE)


@cache
def load(file: Path) -> dict[str, str]:
    """The queries of a file by name, without the final semicolon."""
    parts = _HEADING.split(file.read_text(encoding="utf-8"))
    return {
        name: text.strip().rstrip(";") for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }
