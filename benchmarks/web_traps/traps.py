"""What an advisor should not fall for, and how to see in its indexes that it did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_INDEX = re.compile(
    r"CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>\S+)\s+ON\s+"
    r"(?P<table>[^\s(]+)\s*\((?P<keys>.*?)\)\s*(?:WHERE\s+(?P<where>.+?))?;?\s*$",
    re.IGNORECASE | re.DOTALL,
)

# Old indexes that no plan uses, or that another makes superfluous: the planner may well use a
# prefix or a duplicate while it is there. Of two that are the same either may be named.
USELESS: dict[str, frozenset[str]] = {
    "an exact duplicate": frozenset({"old_comments_post", "old_comments_post_again"}),
    "a prefix of another": frozenset({"old_items_order"}),
    "never used": frozenset({"old_orders_updated_at"}),
    "on a boolean": frozenset({"old_products_is_active"}),
}


@dataclass(frozen=True)
class Index:
    """What a CREATE INDEX says."""

    table: str
    keys: tuple[str, ...]
    where: str

    @property
    def first(self) -> str:
        """The column that it is sorted by first."""
        return self.keys[0].split()[0]


def parse(sql: str) -> Index | None:
    """The index that the statement makes; None for any other statement."""
    found = _INDEX.match(sql.strip())
    if found is None:
        return None
    table, keys, where = (found[part] or "" for part in ("table", "keys", "where"))
    names = tuple(_bare(key) for key in re.split(r",(?![^(]*\))", keys))
    return Index(_bare(table), names, where.strip())


def fallen_for(statements: Iterable[str]) -> dict[str, list[str]]:
    """For each trap the statements that fell for it; a trap that nothing fell for has none."""
    hits: dict[str, list[str]] = {name: [] for name in TRAPS}
    for sql in statements:
        index = parse(sql)
        for name, caught in TRAPS.items():
            if index is not None and caught(index):
                hits[name].append(sql)
    return hits


def reported(verdicts: Mapping[str, str]) -> dict[str, bool]:
    """For each useless old index whether its verdict says so."""
    useless = {
        name
        for name, verdict in verdicts.items()
        if verdict in {"unused", "redundant", "worthless"}
    }
    return {what: bool(names & useless) for what, names in USELESS.items()}


def _boolean(index: Index) -> bool:
    return index.first == "is_active"


def _tiny_table(index: Index) -> bool:
    return index.table == "countries"


def _last_seen(index: Index) -> bool:
    return "last_seen_at" in {key.split()[0] for key in index.keys}


def _view_count(index: Index) -> bool:
    return "view_count" in {key.split()[0] for key in index.keys}


TRAPS = {
    "a boolean": _boolean,
    "a table of 40 rows": _tiny_table,
    "users.last_seen_at, written by every request": _last_seen,
    "products.view_count, written by every look": _view_count,
}


def _bare(name: str) -> str:
    return name.replace('"', "").replace("`", "").strip()
