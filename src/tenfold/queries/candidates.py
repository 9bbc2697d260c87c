"""Think of the indexes that could serve a need: pure, from needs and statistics to candidates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from tenfold.queries.index import Candidate
from tenfold.queries.needs import UNKNOWN, Comparison, Need
from tenfold.queries.schema import Table, Term, quote
from tenfold.queries.statistics import TableStatistics

SMALLEST_TABLE = 100
"""Rows below which a table is read whole faster than any index pays."""
WIDEST = 7
"""The most columns of a covering index."""
WEAK = 0.1
"""Equalities that leave more than this share of the rows don't make an index worth beginning."""
RARE = 0.25
"""A predicate that holds for at most this share of the rows may make a partial index."""
COMMON = 0.9
"""A range that never varies and holds for more than this share of the rows is no key."""

_SARGABLE_RANGES = {">", ">=", "<", "<=", "LIKE", "GLOB"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shape wants of one table: a need, the predicates that never vary, expressions."""

    need: Need
    constant: tuple[Comparison, ...] = ()
    """Comparisons with a value that is the same in every call."""
    expressions: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    """The share of the table's rows that a column's own comparison leaves, where it is known."""


def candidates_for(
    wish: Wish, table: Table, statistics: TableStatistics, *, covering: bool
) -> list[Candidate]:
    """Every index worth a try for this wish, without repetition, the same at every run.

    Args:
        covering: Those that also hold what else is read of the table, instead of those that only
            find the rows.
    """
    if statistics.rows < SMALLEST_TABLE or table.virtual:
        return []
    found = dict.fromkeys(
        Candidate(table.name, wider, where)
        for terms, where in _keys(wish, table, statistics)
        if (wider := _covering(terms, wish.need, table) if covering else terms)
        and not _is_own_order(wider, table)
    )
    return list(found)


def _keys(
    wish: Wish, table: Table, statistics: TableStatistics
) -> Iterator[tuple[tuple[Term, ...], str | None]]:
    need = wish.need
    for keys in _sequences(wish, need.comparisons, table, statistics, wish.expressions):
        yield keys, None
    for predicates in _predicates(wish, table, statistics):
        where = " AND ".join(_predicate_sql(predicate) for predicate in predicates)
        share = min(_share(predicate, statistics) for predicate in predicates)
        statistics.note_share(where, share)
        rest = tuple(c for c in need.comparisons if c not in predicates)
        order = _order_terms(need, table)
        yielded = False
        for keys in _sequences(wish, rest, table, statistics, ()):
            if share > RARE and keys[: len(order)] != order:
                # It holds too many rows to be worth anything but its order.
                continue
            yielded = True
            yield keys, where
        if not yielded and share <= RARE:
            yield (_term(predicates[0].column, table),), where


def _sequences(
    wish: Wish,
    comparisons: Sequence[Comparison],
    table: Table,
    statistics: TableStatistics,
    expressions: Sequence[str],
) -> Iterator[tuple[Term, ...]]:
    """Key sequences: equalities, then one range or the wanted order."""
    need = wish.need
    equal = _equal_terms(comparisons, wish, table, statistics)
    never_varies = {comparison.column for comparison in wish.constant}
    telling = [c for c in comparisons if c not in wish.constant or _share(c, statistics) <= COMMON]
    ranges = _range_terms(telling, table, equal)
    wrapped = [Term(text, None) for text in expressions]
    for chosen in _prefixes(equal):
        taken = {term.column for term in chosen}
        order = tuple(t for t in _order_terms(need, table) if t.column not in taken)
        tails: list[tuple[Term, ...]] = [(), order]
        tails += [(term,) for term in ranges if term.column not in taken]
        tails += [(term, *order) for term in wrapped]
        if chosen and _left(chosen[:1], wish, statistics) > WEAK:
            # Few rows are ruled out: worth it only together, or for the order behind, and then
            # a predicate that never varies is better off as a partial index.
            if chosen[0].column in never_varies or len(chosen) > 1:
                continue
            tails = [order] if order else []
        for tail in dict.fromkeys(tails):
            if chosen or tail:
                yield (*chosen, *tail)


def _prefixes(equal: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Ways to begin with up to three of the columns compared by `=`.

    All orders of one and two, so that one index may serve several statements; of three only the
    most selective order.
    """
    yield ()
    for term in equal:
        yield (term,)
    for pair in combinations(equal[:5], 2):
        yield from permutations(pair)
    yield from combinations(equal[:4], 3)


def _left(chosen: Sequence[Term], wish: Wish, statistics: TableStatistics) -> float:
    """The share of the table's rows that equalities on these columns leave, about."""
    if not statistics.rows:
        return 1.0
    usual = statistics.rows_per_key([term.text for term in chosen]) / statistics.rows
    known = math.prod(wish.shares[t.column or ""] for t in chosen if t.column in wish.shares)
    every = all(term.column in wish.shares for term in chosen)
    return known if every else min(known, max(usual, 0.0))


def _equal_terms(
    comparisons: Iterable[Comparison], wish: Wish, table: Table, statistics: TableStatistics
) -> list[Term]:
    """Columns compared by `=` or IS NULL, the most selective first."""
    terms = dict.fromkeys(
        _term(c.column, table, c.collation)
        for c in comparisons
        if c.operator in {"=", "IS NULL"} and not _is_rowid(c.column, table)
    )
    return sorted(terms, key=lambda t: (_left([t], wish, statistics), t.text))


def _range_terms(
    comparisons: Iterable[Comparison], table: Table, equal: Sequence[Term]
) -> list[Term]:
    taken = {term.column for term in equal}
    return list(
        dict.fromkeys(
            _term(c.column, table, c.collation)
            for c in comparisons
            if c.operator in _SARGABLE_RANGES
            and c.column not in taken
            and not _is_rowid(c.column, table)
            and not _begins_with_a_wildcard(c)
        )
    )


def _order_terms(need: Need, table: Table) -> tuple[Term, ...]:
    """The wanted order as keys.

    A rowid at the end comes for free, ascending, at the end of every index; so that directions
    agree with it, a descending one turns all others round (the index is then read backwards).
    Directions are otherwise kept as the statement has them: read forwards, such an index gives
    tied rows in the order in which sorting the whole table gave them.
    """
    order = list(need.order)
    turn = False
    for at, (column, descending) in enumerate(order):
        if _is_rowid(column, table):
            turn = descending and not need.grouped
            order = order[:at]
            break
    return tuple(
        _term(column, table, descending=not need.grouped and descending != turn)
        for column, descending in order
    )


def _covering(keys: tuple[Term, ...], need: Need, table: Table) -> tuple[Term, ...] | None:
    """The keys, then what else is read; None where nothing is, or too much."""
    held = {term.column for term in keys}
    more = [
        _term(column, table)
        for column in need.used
        if column not in held and not _is_rowid(column, table)
    ]
    if not more or len(keys) + len(more) > WIDEST:
        return None
    return (*keys, *more)


def _predicates(
    wish: Wish, table: Table, statistics: TableStatistics
) -> Iterator[tuple[Comparison, ...]]:
    """Constant predicates that hold for few rows: each alone, and all together.

    Where an order is wanted, those that hold for many serve as well: the planner takes an index
    that is in order rather than sort only if a predicate comes with it.
    """
    most = 1.0 if wish.need.order else RARE
    rare = [
        c
        for c in dict.fromkeys(wish.constant)
        if not _is_rowid(c.column, table) and _share(c, statistics) <= most
    ]
    for predicate in rare:
        yield (predicate,)
    if len(rare) > 1:
        yield tuple(rare)


def _share(comparison: Comparison, statistics: TableStatistics) -> float:
    return statistics.matching(quote(comparison.column), comparison.operator, comparison.value)


def _predicate_sql(comparison: Comparison) -> str:
    value = "" if comparison.value == UNKNOWN else f" {comparison.value}"
    return f"{quote(comparison.column)} {comparison.operator}{value}"


def _term(
    name: str, table: Table, collation: str | None = None, *, descending: bool = False
) -> Term:
    column = table.column(name)
    own = column.collation if column else "BINARY"
    wanted = collation or own
    text = quote(name) if wanted == own else f"{quote(name)} COLLATE {wanted}"
    return Term(text, name, wanted, descending)


def _is_rowid(name: str, table: Table) -> bool:
    return name == "rowid" or name == table.rowid_alias


def _is_own_order(terms: tuple[Term, ...], table: Table) -> bool:
    """The table or one of its indexes begins like this already."""
    return any(
        index.where is None and index.terms[: len(terms)] == terms for index in table.indexes
    )


def _begins_with_a_wildcard(comparison: Comparison) -> bool:
    if comparison.operator not in {"LIKE", "GLOB"} or comparison.value == UNKNOWN:
        return False
    text = comparison.value.strip("'")
    return not text or text[0] in ("%_" if comparison.operator == "LIKE" else "*?[")


def foreign_key_candidates(child: Table, parents: frozenset[str]) -> list[Candidate]:
    """Indexes on the columns of a table that refer to one of these parents."""
    found = []
    known = {parent.lower() for parent in parents}
    for parent, columns in child.foreign_keys:
        terms = tuple(_term(column, child) for column in columns)
        if parent.lower() in known and not _is_own_order(terms, child):
            found.append(Candidate(child.name, terms))
    return found
