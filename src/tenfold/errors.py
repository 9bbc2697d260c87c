"""Every error that Tenfold raises on purpose.

TenfoldError
├── SettingsError           (also a ValueError)
├── MissingDependencyError  (also an ImportError)
├── WorkloadError           (also a ValueError)
├── DatabaseError
└── ChangeError

Catch `TenfoldError` to catch them all. An error's text is one line that says what is wrong and
what to do about it; a class's docstring is its text where none is given.
"""

import re
from typing import Any, ClassVar

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class TenfoldError(Exception):
    """Tenfold could not do what was asked; nothing was changed."""

    exit_status: ClassVar[int] = 2
    """What the command line exits with."""

    def __init__(self, message: str | None = None) -> None:
        words = _one_line(message or "") or _one_line(type(self).__doc__ or type(self).__name__)
        super().__init__(words)


class SettingsError(TenfoldError, ValueError):
    """A setting is wrong; run `tenfold check` to see which, and the line to change."""


class MissingDependencyError(TenfoldError, ImportError):
    """An optional package is not installed; install Tenfold with the extra that brings it."""

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"this needs the package {package}, which is not installed; "
            f"run pip install 'tenfold[{extra}]'"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error travel between processes."""
        return type(self), (self.package, self.extra)


def _one_line(text: str) -> str:
    """Join lines by spaces and spell out control characters (a file's name may hold any)."""
    joined = " ".join(part for line in text.splitlines() if (part := line.strip()))
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], joined)


class WorkloadError(TenfoldError, ValueError):
    """The workload can't be used; give a .sql script or a .jsonl recording of statements."""


class DatabaseError(TenfoldError):
    """The database can't be used; the message says why and what to do."""


class ChangeError(TenfoldError):
    """The change was not made; the database is as it was."""
