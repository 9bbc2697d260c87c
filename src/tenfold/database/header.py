"""The hundred bytes that every SQLite database begins with."""

from dataclasses import dataclass

from tenfold.database.looks import MAGIC

LENGTH = 100


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes of a database say."""

    page_size: int
    page_count: int | None
    """None where a very old SQLite wrote last, which did not count."""
    wal: bool
    version: bytes
    """Every transaction that changes the file itself changes these bytes. SQLite's own page
    cache trusts them to know whether it is still fresh."""

    def __post_init__(self) -> None:
        if self.page_size not in {1 << power for power in range(9, 17)}:
            raise ValueError(f"{self.page_size} is no size of a page")


def read_header(head: bytes) -> Header:
    """Read a header.

    Raises:
        ValueError: this is none.
    """
    if len(head) < LENGTH or not head.startswith(MAGIC):
        raise ValueError("no SQLite header")
    size = int.from_bytes(head[16:18], "big")
    counted = head[24:28] == head[92:96]
    pages = int.from_bytes(head[28:32], "big")
    return Header(
        page_size=65_536 if size == 1 else size,
        page_count=pages if counted and pages else None,
        wal=head[18] == 2 or head[19] == 2,
        version=head[24:40],
    )
