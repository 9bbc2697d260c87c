"""Room on the disk, asked for before the work starts."""

import shutil
from pathlib import Path

from tenfold.errors import DatabaseError

SPARE = 16_000_000
"""Bytes that stay free: a disk filled to the last byte fails everyone who writes to it."""


def room_for(path_or_folder: Path, needed: int, what: str) -> None:
    """Make sure that the disk has room for `needed` bytes at this place, which may not exist yet.

    Raises:
        DatabaseError: it has not.
    """
    folder = _nearest_folder(path_or_folder)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise DatabaseError(
            f"can't see how much room {folder} has ({error.strerror}); "
            "give another folder by --scratch FOLDER"
        ) from error
    refuse_without_room(folder, needed, free, what)


def refuse_without_room(folder: Path, needed: int, free: int, what: str) -> None:
    """Refuse what would leave the disk full.

    Raises:
        DatabaseError: `needed` bytes are more than what is free.
    """
    if needed + SPARE <= free:
        return
    raise DatabaseError(
        f"{folder} has no room for {what}: it takes {needed / 1e6:,.1f} MB, and "
        f"{free / 1e6:,.1f} MB are free; make room there, or give a folder on another disk by "
        "--scratch FOLDER"
    )


def _nearest_folder(path: Path) -> Path:
    path = path.absolute()
    while not path.is_dir() and path != path.parent:
        path = path.parent
    return path
