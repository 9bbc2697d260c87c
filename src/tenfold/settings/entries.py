"""One key as it was found, and how its place and its line are written."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """Where a key was found; what is listed first wins."""

    ENVIRONMENT = "environment"
    DOTENV = ".env"
    TOML = "tenfold.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, from the environment or from a line of a file."""

    level: Level
    key: str
    value: object
    file: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """The place as an editor opens it (`.env:3`), or the variable's name."""
        if self.level is Level.ENVIRONMENT:
            return f"environment variable {self.key}"
        return f"{self.file}:{self.line}"

    def written(self, value: str, *, key: str = "") -> str:
        """The line that would set this key, or another in its place, to another value."""
        key = key or self.key
        if self.level is Level.ENVIRONMENT:
            return f"export {key}={value}"
        if self.level is Level.DOTENV:
            return f"{key}={value}"
        bare = value.isdigit() or value in ("true", "false")
        return f"{key} = {value}" if bare else f'{key} = "{value}"'
