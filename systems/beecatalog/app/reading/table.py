"""A seller's file as rows: what kind it is, where its header stands, and then row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from systems.beecatalog.app.checks.problem import error
from systems.beecatalog.app.reading import delimited, headers, row, workbook
from systems.beecatalog.app.reading.errors import UnreadableError
from systems.beecatalog.app.reading.kind import kind_of


class Table:
    """An uploaded file that is being read."""

    def __init__(self, file: Path) -> None:
        """Find the header; nothing else is read yet.

        Raises:
            UnreadableError: it isn't a table, or no header was recognised.
        """
        self._lines = enumerate(
            workbook.rows(file) if kind_of(file) == "workbook" else delimited.rows(file), start=1
        )
        self.header: list[str] = []
        self.fields: dict[int, str] = {}
        self._find_header()

    def _find_header(self) -> None:
        for number, cells in self._lines:
            if not isinstance(cells, Exception):
                fields = headers.fields_of(cells)
                if headers.is_header(fields):
                    self.header, self.fields = [row.clean(one)[:200] for one in cells], fields
                    return
            if number >= headers.WITHIN:
                break
        raise UnreadableError("no_header", rows=headers.WITHIN)

    @property
    def unknown_columns(self) -> list[str]:
        """Columns that we have no name for; their values are kept with the row."""
        return [label for n, label in enumerate(self.header) if label and n not in self.fields]

    def rows(self) -> Iterator[row.Row]:
        """Every row that isn't blank."""
        for number, cells in self._lines:
            if isinstance(cells, Exception):
                why = error("row", "unreadable_row", why=str(cells))
                yield row.Row(number, problems=[why])
            elif any(cell and cell.strip() for cell in cells):
                yield row.read(number, cells, self.header, self.fields)
