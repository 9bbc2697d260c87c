"""A folder for clones: they hold somebody's data and take room, so none may stay behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tenfold.errors import DatabaseError

PREFIX = "tenfold-"
IN_USE = "in-use"
"""The file that a run holds locked as long as it lives; the system lets go when it dies."""


@contextmanager
def scratch_folder(base: Path) -> Iterator[Path]:
    """Make a folder in `base`, and remove it with all that is in it at the end.

    Raises:
        DatabaseError: nothing can be made there.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    except OSError as error:
        raise DatabaseError(
            f"{base} takes no new folder for the clones ({error.strerror}); name another with "
            "--scratch"
        ) from error
    try:
        with _marked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(base: Path) -> None:
    """Remove what runs left here that were killed, as far as we may."""
    for mark in sorted(base.glob(f"{PREFIX}*/{IN_USE}")):
        try:
            descriptor = os.open(mark, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(mark.parent, ignore_errors=True)
        except OSError:
            continue
        finally:
            os.close(descriptor)


@contextmanager
def _marked(folder: Path) -> Iterator[None]:
    """Mark a folder as one that somebody works in; the mark appears when it is locked."""
    part = folder / f"{IN_USE}.part"
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # On a disk without locks nobody could tell, so there is no mark.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            part.rename(folder / IN_USE)
        yield
    finally:
        os.close(descriptor)
