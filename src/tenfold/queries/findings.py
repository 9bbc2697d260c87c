"""Everything that was found beside indexes, from the two clones and the recording."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from tenfold.queries.cacheable import find_cacheable
from tenfold.queries.explain import used_indexes
from tenfold.queries.health import judge_space, judge_statistics, read_sizes, read_space, read_stat1
from tenfold.queries.n_plus_one import find_n_plus_one
from tenfold.queries.old_indexes import judge_existing, named_indexes
from tenfold.queries.prove import Proof
from tenfold.queries.report import ExistingIndex, Finding
from tenfold.queries.resolve import Resolved
from tenfold.queries.schema import Schema, quote
from tenfold.queries.settings_advice import advise_settings, read_pragmas
from tenfold.queries.shapes import Call


@dataclass(slots=True)
class Findings:
    """Verdicts on the indexes that are there, and what else could be better."""

    existing: list[ExistingIndex]
    findings: list[Finding]


def find(
    before: Path,
    after: Path,
    schema: Schema,
    resolved: Resolved,
    proof: Proof,
    journal_mode: str,
    *,
    worthless: Mapping[str, str] | None = None,
) -> Findings:
    """Judge the database as it is, the app by its recording, the plan by Python's own SQLite.

    Args:
        worthless: Old indexes that no read is better off for, with the measure in words.
    """
    with closing(apsw.Connection(str(before), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        pragmas = {**read_pragmas(connection), "journal_mode": journal_mode}
        sizes = read_sizes(connection)
        stat1 = read_stat1(connection)
        space = read_space(connection)
        rows = {
            name: _count(connection, name)
            for name, table in schema.tables.items()
            if not table.virtual
        }
    costs = {statement.id: statement.after for statement in proof.statements}
    writes = any(shape.kind == "write" for shape in resolved.shapes)
    found = [
        *find_n_plus_one(resolved.statements),
        *find_cacheable(resolved.shapes, resolved.tables, costs, resolved.statements),
        *judge_statistics(
            stat1,
            rows,
            {index.name: index.table for index in schema.indexes()},
            partial=[index.name for index in schema.indexes() if index.where],
        ),
        *judge_space(*space),
        *advise_settings(pragmas, writes=writes, bytes=space[0] * space[2]),
        *_not_seen_by_python(after, resolved, proof),
        *_dearer(proof),
        *_refused(proof),
    ]
    existing = judge_existing(
        schema,
        proof.used_names,
        sizes,
        proof.kept,
        named=named_indexes(shape.example for shape in resolved.shapes),
        worthless={
            **dict.fromkeys(
                proof.used_names - set(proof.used_by),
                "plans use it today, but none does once this plan is applied",
            ),
            **(worthless or {}),
        },
    )
    return Findings(existing, found)


def _not_seen_by_python(after: Path, resolved: Resolved, proof: Proof) -> list[Finding]:
    """Ask the SQLite that Python brings, which the app runs on, whether it uses the new indexes."""
    if not proof.kept:
        return []
    seen: set[str] = set()
    address = f"{after.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.execute(f"PRAGMA foreign_keys = {int(resolved.foreign_keys)}")
        for shape in resolved.shapes:
            for call in shape.sample(5):
                seen |= _named(connection, call)
    return [
        Finding(
            "plan",
            f"index {candidate.name} is not used by SQLite {sqlite3.sqlite_version}, which this "
            f"Python brings, but by {apsw.sqlite_lib_version()}, which measured",
            "run the app on the newer SQLite, or leave this index out",
            proof.used_by.get(candidate.name, []),
        )
        for candidate in proof.kept
        if candidate.name not in seen
    ]


def _named(connection: sqlite3.Connection, call: Call) -> set[str]:
    try:
        rows = connection.execute("EXPLAIN QUERY PLAN " + call.sql, call.parameters).fetchall()
    except sqlite3.Error:
        # A function or syntax that only the newer library has.
        return set()
    return used_indexes((row[0], row[1], str(row[3])) for row in rows)


def _dearer(proof: Proof) -> list[Finding]:
    """Reads that the plan makes dearer, so that nobody has to find out later."""
    worse = [
        s
        for s in proof.statements
        if s.kind == "read" and s.after.steps > 1.1 * s.before.steps and s.before.finished
    ]
    return [
        Finding(
            "plan",
            f"statement {s.id} gets dearer: {s.before.steps:,} steps before, "
            f"{s.after.steps:,} after ({s.before.total_ms:,.1f} ms before, "
            f"{s.after.total_ms:,.1f} after)",
            "the workload as a whole gains; weigh it, or leave the index out that it uses",
            [s.id],
        )
        for s in worse
    ]


def _refused(proof: Proof) -> list[Finding]:
    """Statements that SQLite refuses whenever they are replayed: they count for nothing."""
    return [
        Finding(
            "workload",
            f"none of the calls of statement {shape} could be replayed: {words}",
            "nothing is known of what it costs; a row that it inserts may be there already,"
            " else record it with values that the database accepts",
            [shape],
        )
        for shape, words in proof.refused.items()
    ]


def _count(connection: apsw.Connection, table: str) -> int:
    rows: Any = connection.execute(f"SELECT count(*) FROM {quote(table)}").get
    return int(rows)
