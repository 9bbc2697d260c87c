"""Every text is there in both languages."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from systems.translations import compiled, untranslated

SYSTEM = Path(__file__).parent.parent
PO = SYSTEM / "locale" / "pt_BR" / "LC_MESSAGES" / "django.po"
TAG = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)') %\}""")
CALL = re.compile(r'\b(?:_|gettext|gettext_lazy)\(\s*((?:"[^"]*"\s*)+),?\s*\)')


def known() -> set[str]:
    """The texts that are translated."""
    with PO.open("rb") as file:
        found = [message.id for message in read_po(file) if message.id]
    return {each[0] if isinstance(each, tuple) else each for each in found}


def test_pages() -> None:
    """Every text of a page is translated."""
    texts = {
        first or second
        for file in SYSTEM.glob("app/**/*.html")
        for first, second in TAG.findall(file.read_text())
    }
    assert len(texts) > 150
    assert texts <= known()


def test_code() -> None:
    """Every text that the code says to readers is translated."""
    texts = {
        "".join(re.findall(r'"([^"]*)"', call))
        for file in SYSTEM.glob("app/**/*.py")
        for call in CALL.findall(file.read_text())
    }
    assert len(texts) > 100
    assert texts <= known()


def test_compiled() -> None:
    """No text is left empty, and what is compiled is what is written."""
    assert list(untranslated(PO)) == []
    assert PO.with_suffix(".mo").read_bytes() == compiled(PO)
