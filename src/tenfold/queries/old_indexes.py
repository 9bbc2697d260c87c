"""Judge the indexes that a database has: which earn their keep, which another one replaces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenfold.queries.index import Candidate
from tenfold.queries.lexer import tokens
from tenfold.queries.report import ExistingIndex
from tenfold.queries.schema import Index, Schema, Table, Term, quote

_Key = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class _Order:
    """Something that gives the rows of a table in an order: an index, old or new, or the rowid."""

    keys: tuple[_Key, ...]
    where: str
    rank: tuple[int, int]
    """Of two that are equal the one with the lower rank stays."""
    name: str
    """How it is called in a sentence."""

    def replaces(self, other: _Order) -> bool:
        """Tell whether it can do all that the other does."""
        if self.where != other.where or self.keys[: len(other.keys)] != other.keys:
            return False
        return len(self.keys) > len(other.keys) or self.rank < other.rank


def judge_existing(
    schema: Schema,
    used_names: Collection[str],
    bytes_of: Mapping[str, int],
    new_indexes: Sequence[Candidate] = (),
    *,
    named: Collection[str] = (),
    worthless: Mapping[str, str] | None = None,
) -> list[ExistingIndex]:
    """Give every index of the database a verdict, in the order in which they were made.

    Args:
        schema: The database without the new indexes.
        used_names: Indexes that the plans of the workload use, before or after.
        bytes_of: Their sizes.
        new_indexes: Those that the plan makes; an old one may be the beginning of one of them.
        named: Indexes that statements name by INDEXED BY (see `named_indexes`): without them the
            statement fails, so they stay.
        worthless: Indexes that plans use and no read is better off for, with the measure in words.
    """
    used, spoken = _lower(used_names), _lower(named)
    found = []
    for table in schema.tables.values():
        orders = {index.name: _order(table, index, at) for at, index in enumerate(table.indexes)}
        # What a statement names stays, and so stands in for its equals.
        for name in orders.keys() & {i.name for i in table.indexes if i.name.lower() in spoken}:
            orders[name] = _with_rank(orders[name], 1)
        others = [*orders.values(), *_rowid(table), *_new(table, new_indexes)]
        stand_ins = {name: _stand_in(order, others) for name, order in orders.items()}
        kept_for = _kept_for(table, orders, stand_ins, used)
        for index in table.indexes:
            stand_in = stand_ins[index.name]
            report = _judge(index, table, stand_in, used, spoken, bytes_of.get(index.name, 0))
            if report.verdict == "used" and index.name in (worthless or {}):
                _write_off(report, index, table, (worthless or {})[index.name])
            if report.verdict == "unused" and index.name in kept_for:
                report.verdict, report.drop_sql = "used", None
                report.why = f"it takes the place of {kept_for[index.name]}, which plans use today"
            found.append(report)
    return found


def named_indexes(statements: Iterable[str]) -> set[str]:
    """The indexes that statements name by INDEXED BY."""
    found = set()
    for sql in statements:
        stream = list(tokens(sql))
        for at in range(len(stream) - 2):
            if (stream[at].upper, stream[at + 1].upper) == ("INDEXED", "BY"):
                found.add(stream[at + 2].name)
    return found


def _judge(
    index: Index,
    table: Table,
    stand_in: _Order | None,
    used: Collection[str],
    named: Collection[str],
    size: int,
) -> ExistingIndex:
    report = ExistingIndex(
        name=index.name,
        table=index.table,
        keys=[term.sql for term in index.terms],
        bytes=size,
        verdict="used",
        why="plans of this workload use it",
    )
    if index.origin != "c" or index.unique:
        report.verdict, report.why = "constraint", _rule(index, stand_in)
    elif index.name.lower() in named:
        report.why = "a statement names it by INDEXED BY, and fails without it"
    elif stand_in:
        report.verdict, report.why = "redundant", _same(index, stand_in)
        report.drop_sql = f"DROP INDEX {quote(index.name)}"
    elif index.name.lower() not in used:
        report.verdict = "unused"
        _write_off(report, index, table, "no statement of this workload uses it")
    return report


def _write_off(report: ExistingIndex, index: Index, table: Table, why: str) -> None:
    """Say why an index could go, and how, unless a foreign key is checked by it."""
    if report.verdict == "used":
        report.verdict = "worthless"
    report.why = why
    key = _foreign_key(index, table)
    if key:
        parent, columns = key
        report.why += (
            f"; but it serves the foreign key ({', '.join(columns)}): where foreign keys are"
            f" checked, each delete from {parent} would read all of {table.name} without it"
        )
    else:
        report.why += "; make sure that no job outside of it needs it before dropping it"
        report.drop_sql = f"DROP INDEX {quote(index.name)}"


def _kept_for(
    table: Table,
    orders: Mapping[str, _Order],
    stand_ins: Mapping[str, _Order | None],
    used: Collection[str],
) -> dict[str, str]:
    """The redundant index that plans use today, by the index that will do its work."""
    names = {id(order): name for name, order in orders.items()}
    return {
        names[id(stand_in)]: index.name
        for index in reversed(table.indexes)
        if index.name.lower() in used
        and (stand_in := stand_ins[index.name]) is not None
        and id(stand_in) in names
    }


def _rule(index: Index, stand_in: _Order | None) -> str:
    rule = {"pk": "the PRIMARY KEY", "u": "a UNIQUE constraint"}.get(
        index.origin, "that no two rows are equal"
    )
    twice = ""
    if stand_in and stand_in.rank[0] <= 0 and len(index.terms) == len(stand_in.keys):
        twice = f"; {stand_in.name} enforces the same rule"
    return f"it enforces {rule}{twice}"


def _same(index: Index, stand_in: _Order) -> str:
    own = len(_keys(index.terms))
    if own > len(stand_in.keys):
        return f"{stand_in.name} does the same: every index ends with the primary key anyway"
    how = "has" if own == len(stand_in.keys) else "begins with"
    return f"{stand_in.name} {how} the same keys in the same order, so it can do all this one does"


def _stand_in(order: _Order, others: Iterable[_Order]) -> _Order | None:
    """What replaces an index; one that is itself replaced by nothing."""
    candidates = [other for other in others if other is not order and other.replaces(order)]
    last = [one for one in candidates if not any(two.replaces(one) for two in candidates)]
    return min(last, key=lambda other: other.rank, default=None)


def _order(table: Table, index: Index, at: int) -> _Order:
    keys = _keys(index.terms)
    alias = table.rowid_alias
    # Every index ends with the rowid, whether it says so or not.
    if alias and len(keys) > 1 and keys[-1][0] in {alias.lower(), "rowid"} and not keys[-1][2]:
        keys = keys[:-1]
    rule = index.origin != "c" or index.unique
    kind = {"pk": "the primary key's index ", "u": "the UNIQUE constraint's index "}
    name = f"{kind.get(index.origin, '')}{index.name}"
    return _Order(keys, _normal(index.where or ""), (0 if rule else 2, at), name)


def _with_rank(order: _Order, rank: int) -> _Order:
    return _Order(order.keys, order.where, (min(rank, order.rank[0]), order.rank[1]), order.name)


def _rowid(table: Table) -> list[_Order]:
    """The table's own order, where its INTEGER PRIMARY KEY is the rowid."""
    if not table.rowid_alias:
        return []
    key = (table.rowid_alias.lower(), "BINARY", False)
    name = f"the table itself, kept in the order of its primary key {table.rowid_alias},"
    return [_Order((key,), "", (-1, 0), name)]


def _new(table: Table, candidates: Sequence[Candidate]) -> list[_Order]:
    return [
        _Order(
            _keys(new.terms),
            _normal(new.where or ""),
            (3, at),
            f"{new.name}, which this plan makes,",
        )
        for at, new in enumerate(candidates)
        if new.table.lower() == table.name.lower()
    ]


def _keys(terms: Iterable[Term]) -> tuple[_Key, ...]:
    return tuple(
        (
            term.column.lower() if term.column else _normal(term.text),
            term.collation.upper(),
            term.descending,
        )
        for term in terms
    )


def _normal(sql: str) -> str:
    """SQL without regard to white space, case and quotes of names."""
    return " ".join(
        token.name.lower() if token.kind in {"word", "quoted"} else token.text
        for token in tokens(sql)
    )


def _foreign_key(index: Index, table: Table) -> tuple[str, tuple[str, ...]] | None:
    """The parent table and the columns of the foreign key that this index begins with."""
    if index.where:
        return None
    columns = [term.column.lower() if term.column else "" for term in index.terms]
    for parent, key in table.foreign_keys:
        if {column.lower() for column in key} == set(columns[: len(key)]):
            return parent, key
    return None


def _lower(names: Collection[str]) -> set[str]:
    return {name.lower() for name in names}
