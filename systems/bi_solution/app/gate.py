"""The one gate that every query of a question passes, whoever wrote it.

The text is parsed, each node of the tree must be of a kind that is known to be harmless, and what
runs is written anew from that tree: nothing that the parser didn't understand reaches the database.
"""

from __future__ import annotations

import sqlglot
from sqlglot import errors, exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from systems.bi_solution.app.allowed import FUNCTIONS, NODES, TABLES

LONGEST = 8_000
"""Characters of SQL; a question's answer needs a few hundred."""
DEEPEST = 40


class RefusedError(Exception):
    """The query isn't one that may run; the message says why."""


def admit(sql: str, row_limit: int) -> str:
    """The SQL to run in the place of SQL.

    Raises:
        RefusedError: it is anything but one SELECT over the known tables and functions.
    """
    root = _parsed(sql)
    _check_tables(root)
    for node in root.walk():
        _check_node(node)
        if node.depth > DEEPEST:
            raise RefusedError("The query is nested too deeply.")
    return _limited(root, row_limit).sql(dialect="duckdb", comments=False)


def _parsed(sql: str) -> exp.Query:
    if len(sql) > LONGEST:
        raise RefusedError("The query is too long.")
    try:
        found = [one for one in sqlglot.parse(sql, read="duckdb") if one is not None]
    except (errors.SqlglotError, RecursionError) as error:
        raise RefusedError("The query can't be parsed.") from error
    if len(found) != 1:
        raise RefusedError("Exactly one statement may run.")
    root = found[0]
    if not isinstance(root, exp.Select | exp.SetOperation):
        raise RefusedError("Only a SELECT may run.")
    return root


def _check_tables(root: exp.Query) -> None:
    for with_ in root.find_all(exp.With):
        if with_.args.get("recursive"):
            raise RefusedError("Recursion isn't allowed.")
    # A name may be that of a query above in one place and of a system table in another.
    inner = {
        id(node)
        for scope in traverse_scope(root)
        for node, source in scope.selected_sources.values()
        if isinstance(source, Scope)
    }
    for table in root.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.args.get("db"):
            raise RefusedError(f"This isn't a table that may be asked: {table.sql('duckdb')[:60]}")
        if id(table) not in inner and table.name.lower() not in TABLES:
            raise RefusedError(f"There is no table {table.name[:60]!r} to ask.")


def _check_node(node: exp.Expression) -> None:
    if isinstance(node, exp.Anonymous):
        name = node.name.lower()
        if name not in FUNCTIONS:
            raise RefusedError(f"The function {name[:60]!r} isn't allowed.")
    elif type(node) not in NODES:
        raise RefusedError(f"{type(node).__name__} isn't allowed in a query.")
    if isinstance(node, exp.Select) and not node.expressions:
        raise RefusedError("The query asks for nothing.")
    # These hide in arguments and are no nodes of their own.
    if isinstance(node, exp.Select) and (node.args.get("into") or node.args.get("locks")):
        raise RefusedError("A query may only read.")


def _limited(root: exp.Query, row_limit: int) -> exp.Query:
    limit = root.args.get("limit")
    if limit is not None:
        asked = limit.expression if isinstance(limit, exp.Limit) else None
        if not isinstance(asked, exp.Literal) or asked.is_string or not asked.name.isdigit():
            raise RefusedError("A limit must be a whole number.")
        if int(asked.name) <= row_limit:
            return root
    # One more than is shown, so that a cut is noticed.
    return root.limit(row_limit + 1, copy=False)
