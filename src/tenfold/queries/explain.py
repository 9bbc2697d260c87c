"""Say in plain words what the lines of EXPLAIN QUERY PLAN mean (sqlite.org/eqp.html).

SQLite names a table by its alias where the statement gives it one, and the wording changed over
the years ("SCAN TABLE t" until 3.35, "SCAN t" since), so nothing here depends on more than words
that all versions share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tenfold.queries.lexer import tokens
from tenfold.queries.report import PlanLine

SMALL = 200
"""A table of so few rows is read whole about as fast as through an index."""

Row = tuple[int, int, str]

_LOOP = re.compile(
    r"(?P<verb>SCAN|SEARCH) (?:TABLE |(?P<part>SUBQUERY ))?(?P<table>.+?)(?: AS (?P<alias>.+?))?"
    r"(?: EXISTS)?"
    r"(?: USING (?P<kind>(?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX|INTEGER PRIMARY KEY"
    r"|PRIMARY KEY)(?: (?P<index>(?!\().+?))?)?"
    r"(?: (?P<keys>\((?:[^()]|\([^()]*\))*\)))?"
    r"(?: LEFT-JOIN)?(?: \(~.*)?"
)
_IN_OPERATOR = re.compile(r"USING INDEX (?P<index>.+) FOR IN-OPERATOR")
_VIRTUAL = " VIRTUAL TABLE INDEX "
_MADE = re.compile(r"(?:CO-ROUTINE|MATERIALIZE) (?P<name>.+)")
_NO_TABLE = re.compile(r"SCAN (?:CONSTANT ROW|\d+ CONSTANT ROWS?|\d+-ROW VALUES CLAUSE)")
_SORT = re.compile(r"USE TEMP B-TREE FOR (?P<what>.+)")
_COMPOUND = re.compile(r"(?P<what>UNION|EXCEPT|INTERSECT) USING TEMP B-TREE")
_CORRELATED = re.compile(r"(?:EXECUTE )?CORRELATED (?P<kind>.*?)SUBQUERY")
_BLOOM = re.compile(r"BLOOM FILTER ON (?P<table>.+?) \(")

_FAULTS = ("full scan of ", "sorts ", "builds an index ", "correlated subquery")
"""How the meaning of a line begins that costs more than it must."""


def plan_lines(rows: Sequence[Row], sizes: Mapping[str, int] | None = None) -> list[PlanLine]:
    """Put the rows of EXPLAIN QUERY PLAN into words.

    Args:
        rows: The id, the parent's id and the text of each row.
        sizes: Rows by table or alias (see `sizes_by_alias`); a full scan of a small table is no
            fault, and one of a table that isn't here is told without a number.
    """
    plan = _Plan({name.lower(): count for name, count in (sizes or {}).items()})
    return [plan.line(*row) for row in rows]


def problems(lines: Iterable[PlanLine]) -> list[str]:
    """What costs in a plan, in a few words each, every problem once."""
    found = [line.meaning for line in lines if line.meaning and line.meaning.startswith(_FAULTS)]
    return list(dict.fromkeys(meaning.partition(": ")[0] for meaning in found))


def used_indexes(rows: Iterable[Row]) -> set[str]:
    """The names of the indexes that a plan uses; automatic ones have none."""
    return {name for _, _, text in rows for name in [_index_of(text)] if name}


def sizes_by_alias(sql: str, sizes: Mapping[str, int]) -> dict[str, int]:
    """The sizes, also under the aliases that a statement gives its tables.

    An alias that stands for tables of two sizes in one statement is left out.
    """
    known = {name.lower(): count for name, count in sizes.items()}
    stream = list(tokens(sql))
    found: dict[str, set[int]] = {name: {count} for name, count in known.items()}
    for at, token in enumerate(stream):
        if token.kind not in {"word", "quoted"} or token.name.lower() not in known:
            continue
        after = stream[at + 1 : at + 3]
        if after and after[0].upper == "AS":
            after = after[1:]
        if after and after[0].kind in {"word", "quoted"}:
            found.setdefault(after[0].name.lower(), set()).add(known[token.name.lower()])
    return {name: counts.pop() for name, counts in found.items() if len(counts) == 1}


def _index_of(text: str) -> str | None:
    found = _LOOP.fullmatch(text) or _IN_OPERATOR.fullmatch(text)
    return found["index"] if found else None


@dataclass(slots=True)
class _Plan:
    """What was seen of a plan so far."""

    sizes: Mapping[str, int]
    made: set[str] = field(default_factory=set)
    """Names of results that the plan itself makes: subqueries, views, WITH."""
    depths: dict[int, int] = field(default_factory=dict)
    looping: set[int] = field(default_factory=set)
    """Ids of the parents under which a loop was opened: what follows there runs inside of it."""
    large: set[int] = field(default_factory=set)
    """Those under which one goes over more than a small table."""

    def line(self, number: int, parent: int, text: str) -> PlanLine:
        depth = self.depths.get(parent, -1) + 1
        self.depths[number] = depth
        if made := _MADE.fullmatch(text):
            self.made.add(made["name"].lower())
        meaning = self._meaning(parent, text)
        opens = text.startswith(("SCAN ", "SEARCH ", "MULTI-INDEX OR"))
        if opens and not _NO_TABLE.fullmatch(text):
            self.looping.add(parent)
            if not self._is_small(_LOOP.fullmatch(text)):
                self.large.add(parent)
        return PlanLine(text, depth, meaning)

    def _size(self, loop: re.Match[str]) -> int | None:
        """The rows of the table that a line reads, where they are known."""
        name = (loop["alias"] or loop["table"]).lower()
        if loop["part"] or name in self.made:
            return None
        return self.sizes.get(name, self.sizes.get(loop["table"].lower()))

    def _is_small(self, loop: re.Match[str] | None) -> bool:
        size = self._size(loop) if loop else None
        return size is not None and size <= SMALL

    def _meaning(self, parent: int, text: str) -> str | None:
        few = parent in self.looping and parent not in self.large
        if few and (sort := _SORT.match(text)):
            return f"puts the few rows of a small table in order, for {sort['what']}"
        for pattern, words in _WORDS:
            if found := pattern.match(text):
                return words(found)
        loop = None if _VIRTUAL in text or _NO_TABLE.fullmatch(text) else _LOOP.fullmatch(text)
        if not loop:
            return None
        if loop["verb"] == "SEARCH":
            return self._search(loop)
        inside = parent in self.looping
        return self._scan(loop, ", again for every row of the loop above" if inside else "")

    def _scan(self, loop: re.Match[str], each: str) -> str:
        name = loop["alias"] or loop["table"]
        if loop["part"] or name.startswith("(") or name.lower() in self.made:
            return f"reads the rows of {name} that were made above{each}"
        size = self._size(loop)
        if loop["index"]:
            rows = "the whole index" if size is None else f"all {size:,} entries of the index"
            if "COVERING" in loop["kind"]:
                return f"reads {rows} {loop['index']}, and not the table{each}"
            return (
                f"reads {rows} {loop['index']} in its order, and each row of {name} by a jump{each}"
            )
        if size is None:
            return f"full scan of {name}{each}: reads the whole table"
        if size <= SMALL:
            return f"reads all {_count(size, 'row')} of {name}, a small table{each}"
        return f"full scan of {name} ({size:,} rows){each}: reads the whole table"

    def _search(self, loop: re.Match[str]) -> str:
        name, kind = loop["alias"] or loop["table"], loop["kind"] or ""
        keys = _keys(loop["keys"])
        if kind.startswith("AUTOMATIC"):
            if self._is_small(loop):
                return f"puts the few rows of {name} into an index for this run"
            return (
                f"builds an index on {name}{_by(loop['keys'])}: SQLite makes it anew each time"
                " the statement runs, and drops it at the end"
            )
        if not keys:
            return f"looks for the smallest or the largest value in {loop['index'] or name}"
        if not loop["index"]:
            return f"looks rows of {name} up by {_count(keys, 'key')} of its primary key"
        table = ", and not the table" if "COVERING" in kind else ""
        skips = " for each value of the keys before" if "ANY(" in loop["keys"] else ""
        return (
            f"looks rows of {name} up by {_count(keys, 'key')} of the index"
            f" {loop['index']}{skips}{table}"
        )


def _keys(keys: str | None) -> int:
    """How many keys of an index a search uses; a row value such as (a,b)>(?,?) counts as one."""
    return sum("ANY(" not in term for term in keys.split(" AND ")) if keys else 0


def _by(keys: str | None) -> str:
    """The columns of `(x=? AND y>?)`."""
    names = re.findall(r"(\w+)[=<>]", keys or "")
    return f" ({', '.join(names)})" if names else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _sorted(found: re.Match[str]) -> str:
    what = found["what"]
    if part := re.fullmatch(r"(RIGHT PART|LAST TERM|LAST \d+ TERMS) OF ORDER BY", what):
        return f"sorts the {part[1].lower()} of ORDER BY: the rest comes in order"
    if "DISTINCT" in what:
        return f"sorts for {what}: keeps the values seen so far in a temporary index"
    return f"sorts for {what}: collects all rows first, as no index gives them in that order"


_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_SORT, _sorted),
    (
        _COMPOUND,
        lambda found: f"sorts for {found['what']}: keeps the rows so far in a temporary index",
    ),
    (
        _CORRELATED,
        lambda _: "correlated subquery: runs once for every row of the query around it",
    ),
    (
        re.compile(r"MULTI-INDEX OR"),
        lambda _: "each side of the OR is looked up by itself, and a row found twice counts once",
    ),
    (re.compile(r"CO-ROUTINE "), lambda _: "its rows are made one at a time, as they are needed"),
    (
        re.compile(r"MATERIALIZE "),
        lambda _: "its rows are all made first, and kept in a temporary table",
    ),
    (
        _BLOOM,
        lambda found: f"passes over rows that surely have no match in {found['table']}",
    ),
)
