"""The database that is studied: looked at without a trace, and cloned without stopping it."""

from tenfold.database.clone import CloneReport, clone
from tenfold.database.health import check_clone
from tenfold.database.room import room_for
from tenfold.database.scratch import remove_abandoned, scratch_folder
from tenfold.database.source import Source, inspect
from tenfold.database.sqlite import open_readonly

__all__ = [
    "CloneReport",
    "Source",
    "check_clone",
    "clone",
    "inspect",
    "open_readonly",
    "remove_abandoned",
    "room_for",
    "scratch_folder",
]
