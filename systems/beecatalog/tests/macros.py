"""A small macro-enabled workbook, made by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path

from systems.beecatalog.app.marketplaces.shelf import marketplaces
from systems.beecatalog.app.writing.starter import starter

VBA = b"\xd0\xcf\x11\xe0 not a real project, but its bytes must stay" * 20
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RELATION = (
    '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/'
    'vbaProject" Target="vbaProject.bin"/></Relationships>'
)
DEFAULT = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'


def macro_workbook(folder: Path, slug: str = "amazon-br") -> Path:
    """A marketplace's workbook with a vbaProject.bin, as Excel would keep it."""
    plain, target = folder / "plain.xlsx", folder / "AMAZON.xlsm"
    starter(marketplaces()[slug]).save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            text = source.read(name)
            if name == "[Content_Types].xml":
                text = text.replace(PLAIN.encode(), MACROS.encode())
                text = text.replace(b"</Types>", DEFAULT.encode())
            if name == "xl/_rels/workbook.xml.rels":
                text = text.replace(b"</Relationships>", RELATION.encode())
            made.writestr(name, text)
        made.writestr("xl/vbaProject.bin", VBA)
    return target
