"""Bars beside their names: each is a small SVG, so that names keep their size on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape


def bars(
    title: str, labels: Sequence[str], values: Sequence[float], texts: Sequence[str]
) -> Markup:
    """A list of bars; TEXTS are the values as they are written."""
    highest = max([abs(value) for value in values], default=0.0) or 1.0
    items = [
        f"<li><span class='name'>{escape(label)}</span>"
        f"<svg class='bar' viewBox='0 0 100 10' preserveAspectRatio='none' aria-hidden='true'>"
        f"<rect class='{'fall' if value < 0 else 'fill'}' width='{100 * abs(value) / highest:.2f}'"
        f" height='10'/></svg><span class='amount'>{escape(text)}</span></li>"
        for label, value, text in zip(labels, values, texts, strict=True)
    ]
    # Every text was escaped where it was put in.
    return Markup(f"<ol class='bars' aria-label='{escape(title)}'>{''.join(items)}</ol>")  # noqa: S704
