"""Looks into a workbook's ZIP before anything opens it: bombs and entities stay out."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from systems.beecatalog.app.reading.errors import UnreadableError

ENTRIES = 5_000
RATIO = 250
"""XML of real sheets shrinks to a tenth or a fiftieth; a bomb to a thousandth."""
FREE = 10_000_000
"""Below this many bytes the ratio doesn't matter."""
SHEET = 1_500_000_000
"""A million rows of a dozen columns are about 900 MB of XML."""
STRINGS = 400_000_000
OTHER = 64_000_000


def check(file: Path, *, whole: int = 2_000_000_000) -> None:
    """Refuse a workbook that isn't one, or that is made to harm.

    Args:
        file: The uploaded file.
        whole: Bytes that all of it may unpack to.

    Raises:
        UnreadableError: why it wasn't opened.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise UnreadableError("not_excel")
            _weigh(entries, whole)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(archive, entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableError("broken") from error


def _weigh(entries: list[zipfile.ZipInfo], whole: int) -> None:
    if len(entries) > ENTRIES or sum(one.file_size for one in entries) > whole:
        raise UnreadableError("bomb")
    for one in entries:
        heavy = one.file_size > FREE and one.file_size > RATIO * max(1, one.compress_size)
        if heavy or one.file_size > _most(one.filename):
            raise UnreadableError("bomb")


def _most(name: str) -> int:
    if name.startswith("xl/worksheets/"):
        return SHEET
    return STRINGS if name == "xl/sharedStrings.xml" else OTHER


def _refuse_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Declarations stand before the first element: reading up to there is enough."""
    try:
        with archive.open(entry) as source:
            for _ in iterparse(source, events=("start",), forbid_dtd=True):
                return
    except DefusedXmlException as error:
        raise UnreadableError("entities") from error
    except (ParseError, zipfile.BadZipFile, ValueError) as error:
        raise UnreadableError("broken") from error
