"""What a file is by its first bytes; its name may say anything."""

from __future__ import annotations

from pathlib import Path

from systems.beecatalog.app.reading.errors import UnreadableError

FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)


def kind_of(file: Path) -> str:
    """`workbook` or `text`.

    Raises:
        UnreadableError: it is neither.
    """
    with file.open("rb") as source:
        start = source.read(4096)
    if not start.strip():
        raise UnreadableError("empty")
    if start.startswith(b"PK\x03\x04"):
        return "workbook"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("old_excel")
    for magic, name in FOREIGN:
        if start.startswith(magic):
            raise UnreadableError("not_a_table", kind=name)
    plain = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if plain.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnreadableError("not_a_table", kind="HTML/XML")
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_wide(start)
    if b"\x00" in start and not wide:
        raise UnreadableError("not_a_table", kind="binary")
    return "text"


def _looks_wide(start: bytes) -> bool:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    pairs = max(1, len(start) // 2)
    return max(start[0::2].count(0), start[1::2].count(0)) > 0.7 * pairs
