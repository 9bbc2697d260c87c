"""What is wrong with a setting, where it was set, and what to write instead."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the work; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to change: what, where (`.env:3`, a variable's name), and to what."""

    severity: Severity
    where: str
    problem: str
    change: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}; {self.change}"


def error(where: str, problem: str, change: str) -> Finding:
    """A finding that stops the work."""
    return Finding(Severity.ERROR, where, problem, change)


def warning(where: str, problem: str, change: str) -> Finding:
    """A finding that does not."""
    return Finding(Severity.WARNING, where, problem, change)
