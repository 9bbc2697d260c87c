"""Which form of the system runs: FORM=prototype, the only one that is built yet."""

from __future__ import annotations

import os
import sys

FORMS = ("prototype",)


def require_known_form() -> str:
    """The form that FORM names; anything else ends the program with one line and status 2."""
    form = os.environ.get("FORM", FORMS[0])
    if form not in FORMS:
        print(f"FORM={form} is not built yet; there is: {', '.join(FORMS)}", file=sys.stderr)
        raise SystemExit(2)
    return form
