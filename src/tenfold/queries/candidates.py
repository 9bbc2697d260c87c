"""Think of the indexes that could serve a need: pure, from needs and statistics to candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from tenfold.queries.index import Candidate
from tenfold.queries.needs import UNKNOWN, Comparison, Need
from tenfold.queries.schema import Table, Term, quote
from tenfold.queries.statistics import TableStatistics

SMALLEST_TABLE = 100
"""Rows below which a table is read whole faster than any index pays."""
WIDEST = 7
"""The most columns of a covering index."""
RARE = 0.25
"""A predicate that holds for at most this share of the rows may make a partial index."""

_SARGABLE_RANGES = {">", ">=", "<", "<=", "LIKE", "GLOB"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shape wants of one table: a need, the predicates that never vary, expressions."""

    need: Need
    constant: tuple[Comparison, ...] = ()
    """Comparisons with a value that is the same in every call."""
    expressions: tuple[str, ...] = ()


def candidates_for(wish: Wish, table: Table, statistics: TableStatistics) -> list[Candidate]:
    """Every index worth a try for this wish, without repetition, the same at every run."""
    if statistics.rows < SMALLEST_TABLE or table.virtual:
        return []
    found = dict.fromkeys(
        Candidate(table.name, terms, where)
        for terms, where in _keys(wish, table, statistics)
        if terms and not _is_own_order(terms, table)
    )
    return list(found)


def _keys(
    wish: Wish, table: Table, statistics: TableStatistics
) -> Iterator[tuple[tuple[Term, ...], str | None]]:
    need = wish.need
    for keys in _sequences(need, need.comparisons, table, statistics, wish.expressions):
        yield keys, None
    for predicates in _predicates(wish, table, statistics):
        where = " AND ".join(_predicate_sql(predicate) for predicate in predicates)
        statistics.note_share(where, min(_share(predicate, statistics) for predicate in predicates))
        rest = tuple(c for c in need.comparisons if c not in predicates)
        yielded = False
        for keys in _sequences(need, rest, table, statistics, ()):
            yielded = True
            yield keys, where
        if not yielded:
            yield (_term(predicates[0].column, table),), where


def _sequences(
    need: Need,
    comparisons: Sequence[Comparison],
    table: Table,
    statistics: TableStatistics,
    expressions: Sequence[str],
) -> Iterator[tuple[Term, ...]]:
    """Key sequences: equalities, then one range or the wanted order, then what else is read."""
    equal = _equal_terms(comparisons, table, statistics)
    ranges = _range_terms(comparisons, table, equal)
    wrapped = [Term(text, None) for text in expressions]
    for chosen in _prefixes(equal):
        taken = {term.column for term in chosen}
        order = tuple(t for t in _order_terms(need, table) if t.column not in taken)
        tails: list[tuple[Term, ...]] = [(), order]
        tails += [(term,) for term in ranges if term.column not in taken]
        tails += [(term, *order) for term in wrapped]
        for tail in dict.fromkeys(tails):
            keys = (*chosen, *tail)
            if not keys:
                continue
            yield keys
            covering = _covering(keys, need, table)
            if covering is not None:
                yield covering


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
    for triple in combinations(equal[:4], 3):
        yield triple


def _equal_terms(
    comparisons: Iterable[Comparison], table: Table, statistics: TableStatistics
) -> list[Term]:
    """Columns compared by `=` or IS NULL, the most selective first."""
    terms = dict.fromkeys(
        _term(c.column, table, c.collation)
        for c in comparisons
        if c.operator in {"=", "IS NULL"} and not _is_rowid(c.column, table)
    )
    return sorted(terms, key=lambda t: (-statistics.distinct(quote(t.column or "")), t.text))


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
    """Constant predicates that hold for few rows: each alone, and all together."""
    rare = [
        c
        for c in dict.fromkeys(wish.constant)
        if not _is_rowid(c.column, table) and _share(c, statistics) <= RARE
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
