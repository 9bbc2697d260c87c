"""The report as the template wants it: ranked, grouped, with every figure in words."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from functools import cached_property

from markupsafe import Markup

from tenfold.queries.meter import PAGE_FETCH, PAGE_WRITE
from tenfold.queries.page import plots, verdict, words
from tenfold.queries.page.rows import Figure, Row, count_figure, time_figure, write_figures
from tenfold.queries.report import (
    ExistingIndex,
    Finding,
    IndexReport,
    Report,
)

TOP = 10
"""How many statements the first tables hold."""
PLOTTED = 20
"""How many statements the plot shows before one has to ask for more."""
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
_VERDICTS = ("redundant", "unused", "worthless", "used", "constraint")


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
            count_figure("Steps", report.before.steps, report.after.steps, exact, words.short),
            time_figure("Time", report.before.total_ms, report.after.total_ms, exact),
        ]
        writes = [s for s in report.statements if s.kind == "write"]
        if writes:
            rows += write_figures(writes)
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
            yield count_figure(name, before, after, exact, words.short)

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
            return "it costs the writes of this workload nothing"
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
        """A statement that shows how to reproduce a figure: best one that never differs."""
        ended = [
            row
            for row in self.statements
            if row.report.kind == "read"
            and row.report.before.finished
            and row.report.after.finished
        ]
        return min(ended, key=_unfit, default=None)


def _bare(sql: str) -> str:
    return sql.strip().rstrip(";").rstrip()


def _unfit(row: Row) -> tuple[bool, bool, bool, int]:
    """How badly a statement serves as an example that a reader tries in a shell."""
    return row.lacks_values, row.report.distinct != 1, len(row.report.example) > 400, row.n
