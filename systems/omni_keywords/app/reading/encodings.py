"""From bytes to text: which encoding a file has, and whether it is text at all."""

from __future__ import annotations

import codecs

from systems.omni_keywords.app.reading.rows import UnreadableError

_KINDS = (
    (b"PK\x03\x04", "is_spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "is_spreadsheet"),
    (b"%PDF", "is_pdf"),
    (b"\x89PNG", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"),
    (b"\x1f\x8b", "is_archive"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    Raises:
        UnreadableError: it is no text, whatever its name says.
    """
    for start, reason in _KINDS:
        if content.startswith(start):
            raise UnreadableError(reason)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                raise UnreadableError("not_text") from None
    if b"\x00" in content:
        raise UnreadableError("not_text")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # What Excel writes in Brazil; the five bytes that it leaves open become "?" signs.
        return content.decode("cp1252", errors="replace"), "cp1252"
