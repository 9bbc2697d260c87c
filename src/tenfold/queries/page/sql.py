"""SQL marked up for reading: keywords stand out, each clause begins a line; the text is kept."""

from __future__ import annotations

import re

from markupsafe import Markup

_CLAUSES = (
    r"SELECT|FROM|WHERE|GROUP\s+BY|HAVING|ORDER\s+BY|LIMIT|UNION(?:\s+ALL)?|INTERSECT|EXCEPT|"
    r"(?:NATURAL\s+)?(?:(?:LEFT|RIGHT|FULL|INNER|CROSS)\s+)?(?:OUTER\s+)?JOIN|"
    r"SET|VALUES|RETURNING|WINDOW|ON\s+CONFLICT"
)
_WORDS = (
    r"AND|OR|NOT|IN|IS|NULL|AS|ON|USING|BETWEEN|LIKE|GLOB|EXISTS|CASE|WHEN|THEN|ELSE|END|DISTINCT|"
    r"ASC|DESC|OFFSET|INSERT|INTO|UPDATE|DELETE|REPLACE|CREATE|DROP|UNIQUE|INDEX|TABLE|VIEW|IF|"
    r"BEGIN|COMMIT|ANALYZE|PRAGMA|WITH|RECURSIVE|COLLATE|DEFAULT|DO|NOTHING|OVER|PARTITION|BY|"
    r"FILTER|NULLS|FIRST|LAST|REINDEX|VACUUM"
)
_PIECE = re.compile(
    r"(?P<literal>'(?:[^']|'')*'?|\"(?:[^\"]|\"\")*\"?|`[^`]*`?|\[[^\]]*\]?)"
    r"|(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|\b(?P<clause>{_CLAUSES})\b|\b(?P<word>{_WORDS})\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A}}
_CONTROLS |= {0x7F: 0x2421} | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def visible(text: str) -> str:
    """The text with what HTML can't hold (control characters, half surrogates) made visible."""
    return text.replace("\r\n", "\n").translate(_CONTROLS)


def marked(text: str) -> Markup:
    """A statement as HTML."""
    text = visible(text)
    out, at, depth = [Markup()], 0, 0
    for piece in _PIECE.finditer(text):
        out.append(Markup("{}").format(text[at : piece.start()]))
        at = piece.end()
        kind = piece.lastgroup or ""
        depth += {"open": 1, "close": -1}.get(kind, 0)
        out.append(_tagged(kind, piece.group(), outermost=depth <= 0, first=piece.start() == 0))
    return Markup().join([*out, Markup("{}").format(text[at:])])


def _tagged(kind: str, text: str, *, outermost: bool, first: bool) -> Markup:
    if kind == "clause" and outermost and not first:
        return Markup('<b class="clause">{}</b>').format(text)
    if kind in {"clause", "word"}:
        return Markup("<b>{}</b>").format(text)
    if kind == "literal" and text.startswith("'"):
        return Markup("<i>{}</i>").format(text)
    if kind == "comment":
        return Markup('<i class="comment">{}</i>').format(text)
    return Markup("{}").format(text)
