"""Takes a seller's file in: every row becomes a product, with its problems beside it."""

from __future__ import annotations

from itertools import islice

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.utils import timezone

from systems.beecatalog.app.accounts.models import User
from systems.beecatalog.app.catalog.models import Batch, Event, Product
from systems.beecatalog.app.checks.problem import warning
from systems.beecatalog.app.pipeline import files
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.reading.row import Row
from systems.beecatalog.app.reading.table import Table

GROUP = 500
"""Rows that are kept at once: after an interruption, reading goes on behind the last of them."""


def receive(user: User, uploaded: UploadedFile, name: str = "") -> Batch:
    """Keep the file and read it, all in one go.

    Raises:
        UnreadableError: it isn't a table; then nothing is kept.
    """
    kept = files.keep(uploaded, "uploads")
    title = (name or files.title_of(uploaded))[:200]
    batch = Batch.objects.create(owner=user, name=title, file=kept, beat=timezone.now())
    try:
        read(batch)
    except OperationalError:
        # Somebody else wrote for too long: what was read stays, and reading can go on from there.
        return batch
    except UnreadableError as error:
        if not batch.products.exists():
            batch.delete()
            files.discard(kept)
            raise
        # A workbook that breaks in the middle: what was read before stays.
        batch.note = {"code": error.code, "values": error.values}
        batch.state = Batch.State.READY
        batch.save()
    Event.objects.create(batch=batch, user=user, kind="uploaded", after=str(batch.rows))
    return batch


def read(batch: Batch) -> None:
    """Read the batch's file, from behind the last row that is kept already."""
    table = Table(files.path_of(batch.file))
    last = batch.products.order_by("-row").values_list("row", flat=True).first() or 0
    seen = dict(batch.products.exclude(sku="").order_by("-row").values_list("sku", "row"))
    rows = (row for row in table.rows() if row.number > last)
    while group := list(islice(rows, GROUP)):
        with transaction.atomic():
            for row in group:
                _keep(batch, row, seen)
            batch.rows += len(group)
            batch.beat = timezone.now()
            batch.save()
    batch.unknown_columns = table.unknown_columns
    batch.state = Batch.State.READY
    batch.save()


def _keep(batch: Batch, row: Row, seen: dict[str, int]) -> None:
    sku = row.fields.get("sku", "")
    if sku and seen.setdefault(sku, row.number) != row.number:
        row.problems.append(warning("sku", "repeated_sku", row=seen[sku]))
    Product.objects.create(
        batch=batch,
        row=row.number,
        source=row.source,
        known_from=dict.fromkeys(row.fields, "file"),
        reading_problems=[one.stored() for one in row.problems],
        **row.fields,
    )
