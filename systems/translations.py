"""Compiles the systems' translations: `python -m systems.translations [--check]`.

The texts are in `systems/NAME/locale/LANGUAGE/LC_MESSAGES/*.po`; the compiled `.mo` files are
committed beside them, so that nobody needs gettext to run a system.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
SYSTEMS = Path(__file__).parent


def compiled(source: Path) -> bytes:
    """What a .po file compiles to."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    # Else a file that doesn't say when it was made compiles to other bytes every minute.
    catalogue.creation_date = catalogue.revision_date = EPOCH
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def untranslated(source: Path) -> Iterator[str]:
    """Texts that the catalogue of another language than English leaves empty."""
    with source.open("rb") as file:
        for message in read_po(file):
            if message.id and not message.string:
                yield str(message.id)


def main(arguments: list[str]) -> int:
    """Write every .mo file, or with --check say which are stale."""
    stale = 0
    for source in sorted(SYSTEMS.glob("*/locale/*/LC_MESSAGES/*.po")):
        target, fresh = source.with_suffix(".mo"), compiled(source)
        for text in untranslated(source):
            print(f"{source.relative_to(SYSTEMS)}: not translated: {text}", file=sys.stderr)
            stale += 1
        if target.exists() and target.read_bytes() == fresh:
            continue
        if "--check" in arguments:
            print(f"{target.relative_to(SYSTEMS)} is stale; run {__spec__.name}", file=sys.stderr)
            stale += 1
        else:
            target.write_bytes(fresh)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
