"""Room on the disk is asked for before the work starts."""

from pathlib import Path

import pytest

from tenfold.database import room_for
from tenfold.database.room import SPARE, refuse_without_room
from tenfold.database.sizes import in_words
from tenfold.errors import DatabaseError


def test_enough_room_is_no_word_worth(tmp_path: Path) -> None:
    """Where there is room nothing happens, even if the folder does not exist yet."""
    room_for(tmp_path / "not" / "yet" / "clone.db", 1000, "the clone")


def test_a_full_disk_is_refused(tmp_path: Path) -> None:
    """What no disk can hold is refused, with the place, the sizes and the way out."""
    with pytest.raises(DatabaseError) as caught:
        room_for(tmp_path / "clone.db", 10**18, "the clone")
    words = str(caught.value)
    assert str(tmp_path) in words
    assert "it takes 1,000,000,000,000.0 MB" in words
    assert "--scratch FOLDER" in words


@pytest.mark.parametrize(("free", "fits"), [(SPARE + 10, True), (SPARE + 9, False)])
def test_some_room_is_spared(free: int, fits: bool) -> None:
    """The disk is never filled to its last byte."""
    if fits:
        refuse_without_room(Path("/x"), 10, free, "the clone")
    else:
        with pytest.raises(DatabaseError, match="no room for the clone"):
            refuse_without_room(Path("/x"), 10, free, "the clone")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (4096, "4.1 KB"), (12_345_678, "12 MB")],
)
def test_sizes_read_well(size: int, words: str) -> None:
    """A size is said as people say it."""
    assert in_words(size) == words
