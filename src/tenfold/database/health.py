"""Whether a database is whole, asked of its clone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import apsw

from tenfold.errors import DatabaseError

_PLACE = re.compile(r"Tree (\d+)(?: page (\d+))?")
_PAGE = re.compile(r"Page (\d+)")
_HARMLESS = re.compile(r"(NULL value in|CHECK constraint failed in|non-\w+ value in|\w+ value in) ")
"""Rows that break a rule of their table, which SQLite lets in by some doors: no page is hurt."""


def check_clone(path: Path, *, name: str | None = None) -> None:
    """Make sure that every page of a clone is sound.

    Never ask this of the original: it takes long, and locks all the while.

    Args:
        path: the clone.
        name: the original's name, which the message is to speak of.

    Raises:
        DatabaseError: some page is not.
    """
    name = name or path.name
    found, roots = _examine(path)
    hurt = damage(found, roots)
    if hurt:
        raise DatabaseError(
            f"{name} is corrupt: {hurt}; restore a backup, or try sqlite3 {name} .recover"
        )


def damage(found: Iterable[str], roots: Mapping[int, str]) -> str:
    """Say in words what `PRAGMA quick_check` found first; nothing where all is well.

    Args:
        found: its lines.
        roots: the table or index that begins at each page.
    """
    lines = [line for each in found for line in each.splitlines() if not line.startswith("***")]
    hurt = [line for line in lines if line != "ok" and not _HARMLESS.match(line)]
    if not hurt:
        return ""
    # A page out of place makes others seem unused, so a line that names a tree comes first.
    first = next((line for line in hurt if _PLACE.search(line)), hurt[0])
    more = f" (and {len(hurt) - 1} more faults)" if len(hurt) > 1 else ""
    return _in_words(first, roots) + more


def _in_words(line: str, roots: Mapping[int, str]) -> str:
    if place := _PLACE.search(line):
        root, page = place.groups()
        what = roots.get(int(root), f"the tree at page {root}")
        return f"page {page or root} of {what} is damaged"
    if page_only := _PAGE.match(line):
        return f"page {page_only[1]} belongs to no table"
    return line[0].lower() + line[1:]


def _examine(path: Path) -> tuple[list[str], dict[int, str]]:
    """What SQLite finds, and which table or index begins at which page."""
    found: list[str] = []
    roots = {1: "the list of tables"}
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        for kind, name, page in connection.execute(
            "/*tenfold*/ SELECT type, name, rootpage FROM sqlite_schema WHERE rootpage > 0"
        ):
            roots[int(page)] = f"{kind} {name}"
        try:
            _collect(connection, "PRAGMA quick_check(20)", found)
        except apsw.SQLError:
            # A table may need a collation or a module that only the app has.
            _collect_each(connection, roots.values(), found)
    except (apsw.CorruptError, apsw.NotADBError):
        found.append("Tree 1 page 1" if len(roots) == 1 else "some table can't be read")
    finally:
        connection.close()
    return found, roots


def _collect(connection: apsw.Connection, sql: str, found: list[str]) -> None:
    found.extend(str(line) for (line,) in connection.execute(sql))


def _collect_each(connection: apsw.Connection, names: Iterable[str], found: list[str]) -> None:
    tables = [name.removeprefix("table ") for name in names if name.startswith("table ")]
    for table in tables:
        quoted = table.replace('"', '""')
        try:
            _collect(connection, f'PRAGMA quick_check("{quoted}")', found)
        except apsw.SQLError:
            continue
