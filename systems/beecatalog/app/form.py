"""Which form of the system runs: what people write first, or what it becomes."""

from __future__ import annotations

import os

FORMS = ("prototype",)
"""The forms that are built."""


class UnknownFormError(Exception):
    """FORM names a form that isn't built."""


def chosen_form() -> str:
    """The form that FORM asks for.

    Raises:
        UnknownFormError: it isn't built; the message is the one line to show.
    """
    form = os.environ.get("FORM") or FORMS[0]
    if form not in FORMS:
        raise UnknownFormError(f"FORM={form} isn't built yet; there is: {', '.join(FORMS)}")
    return form
