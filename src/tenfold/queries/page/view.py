"""The report as the template wants it: ranked, grouped, with every figure in words."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from tenfold.queries.meter import PAGE_FETCH, PAGE_WRITE
from tenfold.queries.page import plots, verdict, words
from tenfold.queries.page.words import Change
from tenfold.queries.report import (
    Cost,
    ExistingIndex,
    Finding,
    IndexReport,
    PlanLine,
    Report,
    StatementReport,
)

TOP = 10
"""How many statements the first tables hold."""
PLOTTED = 20
"""How many statements the plot shows before one has to ask for more."""
DEEPEST = 8
"""Plans are indented no further than this."""

STEPS_SCRIPT = """\
import apsw, sys

database = apsw.Connection(sys.argv[1], flags=apsw.SQLITE_OPEN_READONLY)

def show(event):
    print(event["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"], "steps")

database.trace_v2(apsw.SQLITE_TRACE_PROFILE, show)
list(database.execute(sys.stdin.read()))
"""
STEPS_COMMAND = 'echo "SELECT 1" | python steps.py before.db'
SIZES_COMMAND = (
    'sqlite3 after.db "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY 2 DESC"'
)

_KINDS = {
    "settings": "Settings",
    "statistics": "Statistics",
    "space": "Space",
    "n+1": "The same statement again and again in one request (N+1)",
    "cache": "What could be cached",
    "workload": "The workload",
    "plan": "Plans",
}
_VERDICTS = ("redundant", "unused", "used", "constraint")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of a before/after table."""

    name: str
    before: str
    after: str
    change: Change
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan."""

    text: str
    depth: int
    meaning: str | None
    fresh: bool
    """Whether the plan before has no such line."""


class Row:
    """A statement, its place among all, and its figures in words."""

    def __init__(self, n: int, statement: StatementReport) -> None:
        self.n = n
        self.report = statement
        self.anchor = f"statement-{n}"
        exact = (statement.before.finished, statement.after.finished)
        self.change = words.change(statement.before.steps, statement.after.steps, finished=exact)
        self.before = words.at_least(words.short(statement.before.steps), exact[0])
        self.after = words.at_least(words.short(statement.after.steps), exact[1])
        self.saved = statement.before.steps - statement.after.steps

    @property
    def title(self) -> str:
        """What it does, to what, for whom: a name short enough for a plot."""
        verb = (self.report.text.split() or ["?"])[0].upper()
        tables = ", ".join(self.report.tables) or "no table"
        asker = f" · {self.report.requests[0]}" if self.report.requests else ""
        more = len(self.report.requests) - 1
        return _clipped(f"{self.n}  {verb} {tables}{asker}{f' +{more}' if more > 0 else ''}", 46)

    @cached_property
    def figures(self) -> list[Figure]:
        """Every measure before and after, to the last digit."""
        return list(_figures(self.report))

    @property
    def plan_is_same(self) -> bool:
        """Whether SQLite goes the same way before and after."""
        return self.report.plan_before == self.report.plan_after

    @property
    def plan_before(self) -> list[Line]:
        """The plan before."""
        return [_line(line, fresh=False) for line in self.report.plan_before]

    @property
    def plan_after(self) -> list[Line]:
        """The plan after, its new lines marked."""
        known = {line.text for line in self.report.plan_before}
        return [_line(line, fresh=line.text not in known) for line in self.report.plan_after]

    @property
    def pair(self) -> plots.Pair:
        """What the plot shows."""
        before, after = self.report.before, self.report.after
        return plots.Pair(self.title, before.steps, after.steps, before.finished, after.finished)

    @property
    def reading(self) -> str:
        """Rows read against rows returned, in a sentence."""
        return " ".join(
            _reading(name, cost, self.report.kind)
            for name, cost in (("Before", self.report.before), ("After", self.report.after))
        )

    def per_call(self, cost: Cost) -> str:
        """Steps of one call, on average."""
        return words.at_least(words.whole(cost.steps / max(1, self.report.calls)), cost.finished)

    @property
    def compared(self) -> str:
        """What is known of its results."""
        if self.report.same == "not compared":
            return "not compared before and after"
        if self.report.same == "rounding":
            return "the same before and after, but for the last bits of real numbers"
        if self.report.kind == "write":
            return "the same: as many rows changed before and after"
        return "identical before and after"


class View:
    """What the template reads beside the report itself."""

    page_fetch = PAGE_FETCH
    page_write = PAGE_WRITE

    def __init__(self, report: Report) -> None:
        self._report = report
        ranked = sorted(
            report.statements, key=lambda s: (s.after.steps - s.before.steps, -s.before.steps, s.id)
        )
        self.statements = [Row(n, statement) for n, statement in enumerate(ranked, 1)]
        self._by_id = {row.report.id: row for row in self.statements}
        self.headline = verdict.headline(report)
        self.cautions = list(verdict.cautions(report))
        self.empty = verdict.is_empty(report)
        self.built = verdict.built(report)
        self.exact = verdict.exact(report)

    # The verdict

    @cached_property
    def summary(self) -> list[Figure]:
        """The workload before and after."""
        report, exact = self._report, self.exact
        rows = [
            *self._ended(),
            _count("Steps", report.before.steps, report.after.steps, exact, words.short),
            _time("Time", report.before.total_ms, report.after.total_ms, exact),
        ]
        writes = [s for s in report.statements if s.kind == "write"]
        if writes:
            rows += _writes(writes)
        grown = report.database_bytes + report.plan.bytes
        space = words.change(report.database_bytes, grown, less="less")
        rows.append(
            Figure("Size on disk", words.size(report.database_bytes), words.size(grown), space)
        )
        return rows

    def _ended(self) -> Iterable[Figure]:
        """Where the totals can't be compared, the steps of those statements that can."""
        known = verdict.ended(self._report)
        if known and len(known) < len(self.statements):
            before, after = sum(s.before.steps for s in known), sum(s.after.steps for s in known)
            exact = (all(s.before.finished for s in known), True)
            name = f"Steps of the {len(known)} that ended"
            yield _count(name, before, after, exact, words.short)

    @property
    def has_writes(self) -> bool:
        """Whether the workload changes anything."""
        return any(row.report.kind == "write" for row in self.statements)

    @cached_property
    def gainers(self) -> list[Row]:
        """The statements that gain most."""
        return [row for row in self.statements if row.change.tone == "better"][:TOP]

    @cached_property
    def losers(self) -> list[Row]:
        """The statements that the plan makes dearer, the worst first."""
        return [row for row in reversed(self.statements) if row.change.tone == "worse"]

    @property
    def space_share(self) -> str:
        """The space that the plan takes, as a share of the database."""
        return words.share(self._report.plan.bytes, self._report.database_bytes)

    # The plot

    @cached_property
    def plots(self) -> list[Markup]:
        """The plot, and the rest of it that is shown on demand; one axis for both."""
        if not (self.gainers or self.losers):
            return []
        pairs = [row.pair for row in self.statements]
        axis = plots.Axis.over([v for pair in pairs for v in (pair.before, pair.after)])
        parts = [pairs[:PLOTTED], pairs[PLOTTED:]]
        return [
            plots.bars(part, axis=axis, id=f"plot-{n}", title="Steps of each statement")
            for n, part in enumerate(parts, 1)
            if part
        ]

    # The plan

    def named(self, ids: Iterable[str]) -> list[Row | str]:
        """Statements by id; an id that the report doesn't hold stays an id."""
        found = [self._by_id.get(id_, id_) for id_ in ids]
        return sorted(
            found, key=lambda row: row.n if isinstance(row, Row) else len(self._by_id) + 1
        )

    def worth(self, index: IndexReport) -> str:
        """What an index saves against what it costs the writes."""
        if index.write_steps <= 0:
            return "no write of this workload pays for it"
        if index.saves_steps <= 0:
            return "it saves no steps"
        return (
            f"for each step that it costs the writes, {words.short(self._ratio(index))} are saved"
        )

    @staticmethod
    def _ratio(index: IndexReport) -> float:
        # What it saves is net of its writes.
        ratio = (index.saves_steps + index.write_steps) / index.write_steps
        return round(ratio) if ratio >= 10 else round(ratio, 1)

    @cached_property
    def other_statements(self) -> list[str]:
        """What the plan runs beside creating its indexes."""
        own = {_bare(index.sql) for index in self._report.plan.indexes}
        return [sql for sql in self._report.plan.statements if _bare(sql) not in own]

    @cached_property
    def script(self) -> str:
        """The plan as a script for the sqlite3 shell."""
        plan = self._report.plan
        lines = [f"{_bare(sql)};" for sql in plan.statements]
        if lines:
            lines = ["BEGIN;", *lines, "COMMIT;"]
        return "\n".join([*lines, *(f"{_bare(sql)};" for sql in plan.pragmas)])

    @cached_property
    def apply_command(self) -> str:
        """What to type to have the plan applied."""
        database, workload = shlex.quote(self._report.database), shlex.quote(self._report.workload)
        return f"tenfold optimize {database} --workload {workload} --apply"

    # What is there, and what was found

    @cached_property
    def existing(self) -> list[ExistingIndex]:
        """The existing indexes, those that one may do without first."""
        return sorted(
            self._report.existing_indexes,
            key=lambda i: (_VERDICTS.index(i.verdict), i.table, i.name),
        )

    @property
    def droppable(self) -> list[ExistingIndex]:
        """The existing indexes that may be dropped."""
        return [index for index in self.existing if index.drop_sql]

    @cached_property
    def findings(self) -> list[tuple[str, list[Finding]]]:
        """The findings by kind."""
        kinds = dict.fromkeys([*_KINDS, *(f.kind for f in self._report.findings)])
        groups = ((_KINDS.get(kind, kind.capitalize()), self._of_kind(kind)) for kind in kinds)
        return [(name, found) for name, found in groups if found]

    def _of_kind(self, kind: str) -> list[Finding]:
        return [finding for finding in self._report.findings if finding.kind == kind]

    # How to check it

    @cached_property
    def copies(self) -> str:
        """The commands that make the two copies on which every figure can be reproduced."""
        quoted = shlex.quote(self._report.database)
        second = "sqlite3 after.db < plan.sql" if not self.empty else "# the plan is empty"
        return (
            f'sqlite3 -readonly {quoted} ".backup before.db"\n'
            f'sqlite3 -readonly {quoted} ".backup after.db"\n{second}'
        )

    steps_script = STEPS_SCRIPT
    steps_command = STEPS_COMMAND
    sizes_command = SIZES_COMMAND

    @property
    def question(self) -> str:
        """What to type into the shell."""
        example = self.sample.report.example if self.sample else "SELECT 1"
        return f"sqlite3 before.db\n.stats vmstep\n.eqp on\n{_bare(example)};"

    @cached_property
    def sample(self) -> Row | None:
        """A statement that shows how to reproduce a figure: one that ended, with little text."""
        ended = [
            row
            for row in self.statements
            if row.report.kind == "read"
            and row.report.before.finished
            and row.report.after.finished
        ]
        fit = [row for row in ended if len(row.report.example) <= 400]
        return next(iter(fit or ended), None)


def _figures(statement: StatementReport) -> Iterable[Figure]:
    before, after = statement.before, statement.after
    exact = (before.finished, after.finished)
    calls = max(1, statement.calls)
    per_call = (before.steps / calls, after.steps / calls)
    yield _count("Steps, all calls", before.steps, after.steps, exact)
    yield _count("Steps, one call", *per_call, exact)
    yield _count("Pages fetched", before.page_fetches, after.page_fetches, exact)
    yield _count("Pages written", before.page_writes, after.page_writes, exact)
    yield _time("Time, all calls", before.total_ms, after.total_ms, exact)
    yield _time("Time, one call: median", before.p50_ms, after.p50_ms, exact)
    yield _time("Time, one call: 95th percentile", before.p95_ms, after.p95_ms, exact)
    yield _count("Rows read by full scans", before.rows_read, after.rows_read, exact)
    name = "Rows changed" if statement.kind == "write" else "Rows returned"
    yield Figure(
        name,
        words.at_least(words.whole(before.rows_returned), exact[0]),
        words.at_least(words.whole(after.rows_returned), exact[1]),
        Change("", "", "same"),
    )


def _count(
    name: str,
    before: float,
    after: float,
    exact: tuple[bool, bool],
    shown: Callable[[float], str] = words.whole,
) -> Figure:
    return Figure(
        name,
        words.at_least(shown(before), exact[0]),
        words.at_least(shown(after), exact[1]),
        words.change(before, after, finished=exact),
    )


def _time(name: str, before: float, after: float, exact: tuple[bool, bool]) -> Figure:
    return Figure(
        name,
        words.at_least(words.duration(before), exact[0]),
        words.at_least(words.duration(after), exact[1]),
        # Time wavers by so much from one run to the next.
        words.change(before, after, less="less", finished=exact, noise=0.05),
    )


def _writes(writes: Sequence[StatementReport]) -> list[Figure]:
    exact = (all(s.before.finished for s in writes), all(s.after.finished for s in writes))

    def total(field: Callable[[Cost], int]) -> tuple[int, int]:
        return sum(field(s.before) for s in writes), sum(field(s.after) for s in writes)

    return [
        _count("Writes: steps", *total(lambda cost: cost.steps), exact, words.short),
        _count("Writes: pages", *total(lambda cost: cost.page_writes), exact, words.short),
    ]


def _reading(when: str, cost: Cost, kind: str) -> str:
    changed = "changed" if kind == "write" else "returned"
    if not cost.rows_read:
        return f"{when}: every row was looked up, none scanned."
    read = f"{when}: {words.at_least(words.short(cost.rows_read), cost.finished)} rows scanned"
    if not cost.finished:
        return f"{read} until it was stopped."
    if not cost.rows_returned:
        return f"{read}, none {changed}."
    each = cost.rows_read / cost.rows_returned
    ratio = f", {words.whole(each)} for each" if each >= 2 else ""
    return f"{read}, {words.short(cost.rows_returned)} {changed}{ratio}."


def _line(line: PlanLine, *, fresh: bool) -> Line:
    return Line(line.text, min(line.depth, DEEPEST), line.meaning, fresh)


def _bare(sql: str) -> str:
    return sql.strip().rstrip(";").rstrip()


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
