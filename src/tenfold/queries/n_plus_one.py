"""Find loops of queries: a page that lists things, then asks for each of them one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, pairwise

from tenfold.queries.fingerprint import Fingerprint, fingerprint
from tenfold.queries.lexer import tokens
from tenfold.queries.report import Finding
from tenfold.queries.workload import Statement

PAUSE = 2.0
"""Seconds without a statement that end a visit."""
_RARE = 5
"""A list runs so many times less often than the lookups in the loop over it."""

_FIRST = {"SELECT", "VALUES", "INSERT", "UPDATE", "DELETE", "REPLACE"}
_AGGREGATE = re.compile(r"\b(?:avg|count|max|min|sum|total) ?\(", re.IGNORECASE)
_LIMIT = re.compile(r" LIMIT \?(?: OFFSET \?)?$", re.IGNORECASE)
_EQUALS = re.compile(r"(?P<column>[\w.\"`\[\]]+) ={1,2} \?")


@dataclass(slots=True)
class _Visit:
    """What one visit of one page ran."""

    request: str | None
    marked: bool
    """The recording tells this visit from the next; else where it ends is a guess."""
    ran: list[tuple[Statement, Fingerprint]] = field(default_factory=list)

    def places(self) -> dict[str, list[int]]:
        """Where each read stands, by fingerprint."""
        found: dict[str, list[int]] = {}
        for at, (statement, mark) in enumerate(self.ran):
            if is_read(statement.sql):
                found.setdefault(mark.id, []).append(at)
        return found


@dataclass(slots=True)
class _Loop:
    """The same read many times, in all visits of one page."""

    mark: Fingerprint
    request: str | None
    asked: list[int] = field(default_factory=list)
    """How many times in each visit that has the loop."""
    distinct: int = 0
    """The most different values in one visit."""
    sites: Counter[str] = field(default_factory=Counter)


def find_n_plus_one(
    statements: Sequence[Statement],
    fingerprints: Callable[[str], Fingerprint] = fingerprint,
    *,
    threshold: int = 10,
) -> list[Finding]:
    """Find reads that one visit of a page runs at least `threshold` times.

    With other values each time they are an N+1; with the same values the answer should be kept.
    Where a recording doesn't tell visits apart, only a loop that follows a list is believed:
    many visits of a page that runs one lookup look the same otherwise.
    """
    loops: dict[tuple[str | None, str, bool], _Loop] = {}
    for visit in _visits(statements, fingerprints):
        for at in visit.places().values():
            if len(at) < threshold or not _is_loop(visit, at, threshold):
                continue
            _note(loops, visit, at, threshold)
    ordered = sorted(loops.items(), key=lambda item: -sum(item[1].asked))
    return [_repeat(loop) if same else _n_plus_one(loop) for (_, _, same), loop in ordered]


def moment(at: str | None) -> float | None:
    """The seconds since 1970 that a time of a recording means: ISO 8601, or such a number."""
    if not at:
        return None
    try:
        return float(at)
    except ValueError:
        pass
    try:
        when = datetime.fromisoformat(at.strip())
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def is_read(sql: str) -> bool:
    """Tell whether a statement only reads rows, by its first words."""
    depth = 0
    word = ""
    for token in tokens(sql):
        depth += (token.text == "(") - (token.text == ")")
        if token.kind != "word":
            continue
        if not word:
            word = token.upper
            if word != "WITH":
                break
        elif depth == 0 and token.upper in _FIRST:
            word = token.upper
            break
    return word in {"SELECT", "VALUES"}


def _visits(
    statements: Sequence[Statement], fingerprints: Callable[[str], Fingerprint]
) -> Iterator[_Visit]:
    marked = any(
        a.request == b.request and _number(a) != _number(b) for a, b in pairwise(statements)
    )
    groups: Iterable[tuple[tuple[str | None, int], Iterable[Statement]]]
    if marked:
        # Visits that ran at the same time lie between each other.
        together: dict[tuple[str | None, int], list[Statement]] = {}
        for statement in statements:
            together.setdefault(_number(statement), []).append(statement)
        groups = together.items()
    else:
        groups = groupby(statements, _number)
    for (request, _), ran in groups:
        pairs = [(statement, fingerprints(statement.sql)) for statement in ran]
        if marked:
            yield _Visit(request, marked, pairs)
        else:
            yield from _split(request, pairs)


def _number(statement: Statement) -> tuple[str | None, int]:
    return statement.request, statement.request_number


def _split(request: str | None, pairs: list[tuple[Statement, Fingerprint]]) -> Iterator[_Visit]:
    """Guess where visits end: at a pause, and where the first statement comes again."""
    visit = _Visit(request, marked=False)
    last: float | None = None
    for statement, mark in pairs:
        now = moment(statement.at)
        paused = now is not None and last is not None and now - last > PAUSE
        again = bool(visit.ran) and mark.id == visit.ran[0][1].id != visit.ran[-1][1].id
        if visit.ran and (paused or again):
            yield visit
            visit = _Visit(request, marked=False)
        visit.ran.append((statement, mark))
        last = now if now is not None else last
    if visit.ran:
        yield visit


def _is_loop(visit: _Visit, at: list[int], threshold: int) -> bool:
    """Tell whether the reads at these places are a loop of one visit, and not many visits."""
    if visit.marked:
        return True
    mark = visit.ran[at[0]][1]
    before = [(s, m) for s, m in visit.ran[: at[0]] if m.id != mark.id and is_read(s.sql)]
    listed = [s.rows for s, _ in before if s.rows is not None]
    if visit.request is None:
        # Nothing says where a page begins: the list must have as many rows as the loop has turns.
        return any(0.9 * len(at) <= rows <= 1.1 * len(at) for rows in listed)
    if listed:
        return max(listed) >= len(at) / 2
    times = Counter(m.id for _, m in visit.ran)
    follows_list = any(times[m.id] * _RARE <= len(at) for _, m in before)
    return follows_list and _longest_run(at) >= threshold


def _longest_run(at: list[int]) -> int:
    longest = run = 1
    for one, next_one in pairwise(at):
        run = run + 1 if next_one == one + 1 else 1
        longest = max(longest, run)
    return longest


def _note(
    loops: dict[tuple[str | None, str, bool], _Loop], visit: _Visit, at: list[int], threshold: int
) -> None:
    ran = [visit.ran[place] for place in at]
    values = Counter((s.sql, repr(s.parameters)) for s, _ in ran)
    often = max(values.values())
    same = often >= threshold and 2 * len(values) < len(ran)
    if not same and len(values) < 2:
        return
    mark = ran[0][1]
    loop = loops.setdefault((visit.request, mark.id, same), _Loop(mark, visit.request))
    loop.asked.append(often if same else len(ran))
    loop.distinct = max(loop.distinct, len(values))
    loop.sites.update(s.call_site for s, _ in ran if s.call_site)


def _n_plus_one(loop: _Loop) -> Finding:
    return Finding(
        kind="n+1",
        what=(
            f"{_who(loop)} runs one lookup up to {max(loop.asked):,} times{_average(loop)}, with up"
            f" to {loop.distinct:,} different values{_where(loop)}: {_short(loop.mark.text)}"
        ),
        fix=(
            f"{_instead(loop.mark.text)} Where an ORM writes it, have the list load what it refers"
            " to: select_related or prefetch_related in Django, joinedload or selectinload in"
            " SQLAlchemy."
        ),
        statements=[loop.mark.id],
        call_site=_site(loop),
    )


def _repeat(loop: _Loop) -> Finding:
    return Finding(
        kind="n+1",
        what=(
            f"{_who(loop)} asks the same question with the same values up to {max(loop.asked):,}"
            f" times{_average(loop)}{_where(loop)}: {_short(loop.mark.text)}"
        ),
        fix=(
            "Ask once and keep the answer for the rest of the request: in a variable, on the"
            " request object, or in a cache that lives as long as the request."
        ),
        statements=[loop.mark.id],
        call_site=_site(loop),
    )


def _instead(text: str) -> str:
    """The statement that would fetch everything at once, where the shape shows which."""
    plain = _LIMIT.sub("", text)
    found = _EQUALS.findall(plain)
    if len(found) != 1 or plain.count("?") != 1:
        return "Fetch all of them by one statement: collect the values, and compare with IN (…)."
    column = found[0]
    one = _EQUALS.sub(lambda match: f"{match['column']} IN (?, ...)", plain)
    grouped = ""
    if _AGGREGATE.search(plain) and " GROUP BY " not in plain.upper():
        grouped = f", with {column} among its columns and GROUP BY {column}"
    return f"Collect the values and fetch all rows by one statement{grouped}: {_short(one)}."


def _who(loop: _Loop) -> str:
    return "One run of the app" if loop.request is None else f"One visit of {loop.request}"


def _average(loop: _Loop) -> str:
    if len(loop.asked) == 1:
        return " (in 1 visit)"
    average = sum(loop.asked) / len(loop.asked)
    return f" ({average:,.4g} on average over {len(loop.asked):,} visits)"


def _site(loop: _Loop) -> str | None:
    return loop.sites.most_common(1)[0][0] if loop.sites else None


def _where(loop: _Loop) -> str:
    site = _site(loop)
    return f", from {site}" if site else ""


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159].rstrip() + "…"
