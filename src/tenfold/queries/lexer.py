"""Split SQL into tokens, as SQLite's own tokenizer does (sqlite.org/lang.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "quoted", "string", "blob", "number", "param", "op", "comment", "bad"]

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\n\f\r\ufeff]+)
    | (?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<blob>[xX]'[0-9a-fA-F]*')
    | (?P<string>'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
    | (?P<number>0[xX][0-9a-fA-F_]+
        |(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?)
    | (?P<param>\?[0-9]*|[:@$][A-Za-z0-9_$\x80-\U0010ffff]+)
    | (?P<word>[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*)
    | (?P<op>->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%=<>(),.;&|~])
    | (?P<bad>['"`].*|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text as written, and where it starts (a character offset)."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just behind the token."""
        return self.start + len(self.text)

    @property
    def upper(self) -> str:
        """The text in capitals, to compare with keywords."""
        return self.text.upper()

    @property
    def name(self) -> str:
        """The identifier that the token spells, without its quotes."""
        if self.kind != "quoted":
            return self.text
        inner, quote = self.text[1:-1], self.text[-1]
        return inner if quote == "]" else inner.replace(quote * 2, quote)


def tokens(sql: str, *, comments: bool = False) -> Iterator[Token]:
    """Yield the tokens of `sql` without white space, and without comments unless asked for."""
    for match in _TOKEN.finditer(sql):
        kind = match.lastgroup
        if kind == "space" or (kind == "comment" and not comments):
            continue
        yield Token(kind, match.group(), match.start())  # type: ignore[arg-type]


def split_statements(sql: str) -> Iterator[tuple[str, int]]:
    """Yield each statement of a script with the offset at which it starts.

    A semicolon ends a statement, except inside the body of a CREATE TRIGGER, which ends with
    `; END ;` as sqlite3_complete() has it.
    """
    start: int | None = None
    end = 0
    said: list[str] = []
    for token in tokens(sql):
        if start is None:
            if token.text == ";":
                continue
            start, said = token.start, []
        if token.text == ";" and not (_makes_trigger(said) and said[-2:] != [";", "END"]):
            yield sql[start : token.start].strip(), start
            start = None
            continue
        said.append(token.upper)
        end = token.end
    if start is not None:
        yield sql[start:end].strip(), start


def _makes_trigger(said: list[str]) -> bool:
    first = [word for word in said[:4] if word not in {"EXPLAIN", "TEMP", "TEMPORARY"}]
    return first[:2] == ["CREATE", "TRIGGER"]
