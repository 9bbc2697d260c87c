"""What `tenfold optimize` found, as plain records; every rendering reads these and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Same = Literal["identical", "rounding", "not compared"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a statement, or a whole workload, costs on one clone."""

    steps: int
    """Steps of SQLite's virtual machine for all calls in the workload."""
    page_fetches: int
    page_writes: int
    total_ms: float
    """Time of all calls together: what was measured for each, times how often it was called."""
    p50_ms: float
    """Median of one call."""
    p95_ms: float
    rows_returned: int
    """For all calls; for writes, the rows changed."""
    rows_read: int
    """Rows that full scans stepped over, for all calls; 0 where every row was looked up."""
    finished: bool = True
    """False where it was stopped: the figures are then a lower bound."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of EXPLAIN QUERY PLAN, indented by depth, and what it means where it costs."""

    text: str
    depth: int
    meaning: str | None = None


@dataclass(slots=True)
class StatementReport:
    """One shape of statement before and after."""

    id: str
    text: str
    """The fingerprint: values as `?`."""
    example: str
    """One call as it was replayed, its values written into it."""
    kind: Literal["read", "write"]
    requests: list[str]
    call_sites: list[str]
    calls: int
    replayed: int
    """Different sets of parameters that were really run."""
    distinct: int
    """Different sets of parameters in the workload."""
    tables: list[str]
    before: Cost
    after: Cost
    plan_before: list[PlanLine]
    plan_after: list[PlanLine]
    same: Same
    recorded_ms: float | None = None
    """Total time that the recording gives, where it gives one."""


@dataclass(slots=True)
class IndexReport:
    """An index of the plan: what it holds, who uses it, what it brings and costs."""

    name: str
    table: str
    keys: list[str]
    where: str | None
    sql: str
    bytes: int
    used_by: list[str]
    """Ids of the statements whose plan uses it."""
    saves_steps: int
    """What the workload would cost more without it, its writes included, pages as steps."""
    write_steps: int
    """What it costs the workload's writes, pages as steps."""
    why: str


@dataclass(slots=True)
class RejectedIndex:
    """A candidate that was built, tried and left out."""

    definition: str
    bytes: int
    why: str


@dataclass(slots=True)
class ExistingIndex:
    """An index that the database has, and whether this workload needs it."""

    name: str
    table: str
    keys: list[str]
    bytes: int
    verdict: Literal["used", "unused", "redundant", "worthless", "constraint"]
    why: str
    drop_sql: str | None = None
    """How to drop it, where that is safe to think of."""
    write_steps: int = 0
    """What keeping it costs the workload's writes, pages as steps."""


@dataclass(slots=True)
class Finding:
    """Something about the database or the app that is not an index: what it is, what to do."""

    kind: str
    """settings, statistics, space, n+1, cache, workload, plan"""
    what: str
    fix: str
    statements: list[str] = field(default_factory=list)
    """Ids of the statements it is about."""
    call_site: str | None = None


@dataclass(slots=True)
class LeftOut:
    """A statement of the workload that was not replayed, and why."""

    sql: str
    line: int
    why: str


@dataclass(slots=True)
class Plan:
    """What `--apply` would do."""

    statements: list[str]
    """Run in one transaction, in this order."""
    pragmas: list[str]
    """Run outside of it, after it."""
    indexes: list[IndexReport]
    schema_digest: str = ""
    """Of the schema that the plan was made for; it fits no other."""

    @property
    def bytes(self) -> int:
        """The space that the new indexes take."""
        return sum(index.bytes for index in self.indexes)


@dataclass(slots=True)
class Report:
    """Everything found on one database under one workload."""

    database: str
    workload: str
    sqlite_version: str
    """Of the library that measured; `app_sqlite_version` is that of Python's own."""
    app_sqlite_version: str
    database_bytes: int
    journal_mode: str
    tables: dict[str, int]
    """Rows by table."""
    statements: list[StatementReport]
    left_out: list[LeftOut]
    before: Cost
    after: Cost
    plan: Plan
    rejected: list[RejectedIndex]
    existing_indexes: list[ExistingIndex]
    findings: list[Finding]
    seconds: float
    clone_seconds: float
    clone_mb_per_second: float
    candidates: int
    """Indexes that were thought of; `rejected` and the plan's are those that were built."""
    out_of_time: bool
    budget_bytes: int
    calls: int

    @property
    def gain(self) -> float:
        """The share of the workload's steps that the plan saves, 0 to 1.

        A statement that never ended, with the plan or without, says nothing and isn't counted.
        """
        ended = [s for s in self.statements if s.before.finished or s.after.finished]
        before, after = (sum(cost.steps for cost in side) for side in _sides(ended))
        return 1 - after / before if before else 0.0

    def to_json(self) -> dict[str, Any]:
        """The report as plain values, with the gain spelled out."""
        return {**dataclasses.asdict(self), "gain": round(self.gain, 6), "version": 1}


def _sides(statements: Iterable[StatementReport]) -> tuple[list[Cost], list[Cost]]:
    statements = list(statements)
    return [s.before for s in statements], [s.after for s in statements]
