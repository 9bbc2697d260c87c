"""What a seller brings besides products: a marketplace's own workbook, and an NCM table."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from systems.beecatalog.app.accounts.models import User
from systems.beecatalog.app.catalog.models import NcmCode, OwnWorkbook
from systems.beecatalog.app.marketplaces.definition import Marketplace
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.reading import delimited, workbook
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.reading.kind import kind_of
from systems.beecatalog.app.reading.row import clean
from systems.beecatalog.app.writing.layout import layout_of
from systems.beecatalog.app.writing.workbook import has_macros, opened

NCM_CODES = 50_000
"""The official table has about 12,000."""


def take_workbook(user: User, market: Marketplace, uploaded: UploadedFile) -> OwnWorkbook:
    """Keep a marketplace's workbook, to be filled instead of ours.

    Raises:
        UnreadableError: it isn't one that we can fill.
    """
    if Path(uploaded.name or "").suffix.lower() not in {".xlsx", ".xlsm"}:
        raise UnreadableError("wrong_extension")
    kept = files.keep(uploaded, "workbooks")
    try:
        layout = layout_of(opened(files.path_of(kept)), market)
    except UnreadableError:
        files.discard(kept)
        raise
    before = OwnWorkbook.objects.filter(owner=user, marketplace=market.slug).first()
    values = {
        "file": kept,
        "name": f"{files.title_of(uploaded)}{files.path_of(kept).suffix}"[:200],
        "macros": has_macros(files.path_of(kept)),
        "columns": len(layout.columns),
    }
    own, _ = OwnWorkbook.objects.update_or_create(
        owner=user, marketplace=market.slug, defaults=values
    )
    if before:
        files.discard(before.file)
    return own


def take_ncm(user: User, uploaded: UploadedFile) -> int:
    """Replace the seller's NCM table by a file's; returns how many codes it has.

    Raises:
        UnreadableError: it has none.
    """
    kept = files.keep(uploaded, "incoming")
    try:
        codes = codes_of(files.path_of(kept))
    finally:
        files.discard(kept)
    with transaction.atomic():
        NcmCode.objects.filter(owner=user).delete()
        for code, description in codes.items():
            NcmCode.objects.create(owner=user, code=code, description=description)
    return len(codes)


def codes_of(file: Path) -> dict[str, str]:
    """Description by code: any row that has an 8-digit code, with or without its dots."""
    found: dict[str, str] = {}
    lines = workbook.rows(file) if kind_of(file) == "workbook" else delimited.rows(file)
    for cells in lines:
        if isinstance(cells, Exception):
            continue
        places = [n for n, cell in enumerate(cells) if re.fullmatch(r"\d{4}\.?\d\d\.?\d\d", cell)]
        if places:
            code = cells[places[0]].replace(".", "")
            others = [clean(cell) for n, cell in enumerate(cells) if n != places[0]]
            found[code] = max(others, key=len, default="")[:500]
        if len(found) > NCM_CODES:
            break
    if not found:
        raise UnreadableError("no_codes")
    return found
