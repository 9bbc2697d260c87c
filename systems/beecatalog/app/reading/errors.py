"""Why a file can't be read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from systems.beecatalog.app.marking import marked as _

SENTENCES = {
    "empty": _("The file is empty."),
    "old_excel": _("This is an old or password-protected Excel file. Save it as .xlsx or .csv."),
    "not_a_table": _("This is %(kind)s, not a spreadsheet. Upload an .xlsx, .xlsm or .csv file."),
    "not_excel": _("This ZIP file isn't an Excel workbook. Upload an .xlsx, .xlsm or .csv file."),
    "broken": _("The workbook is broken and can't be opened. Save it anew and try again."),
    "bomb": _("The workbook unpacks to far more than its size; it wasn't opened."),
    "entities": _("The workbook declares XML entities, which Excel never does; it wasn't opened."),
    "no_header": _(
        "No header was recognised in the first %(rows)s rows. Name the columns, for instance: "
        "SKU, Produto, Marca, Preço, EAN, NCM, Estoque, Tamanho, Link, Imagens."
    ),
    "no_sheet": _("No sheet of this workbook has this marketplace's columns."),
    "wrong_extension": _("A marketplace's workbook is an .xlsx or .xlsm file."),
    "no_codes": _("No 8-digit NCM code was found in this file."),
}


class UnreadableError(Exception):
    """A file that isn't a table that we read."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def text(self) -> str:
        """The sentence for the seller."""
        return sentence(self.code, self.values)


def sentence(code: str, values: dict[str, Any]) -> str:
    """A reason in the language in force."""
    return gettext(SENTENCES[code]) % values
