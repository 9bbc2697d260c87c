"""One statement on the page: its place, its figures in words, its plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tenfold.queries.lexer import tokens
from tenfold.queries.page import plots, words
from tenfold.queries.page.words import Change
from tenfold.queries.report import Cost, PlanLine, StatementReport

DEEPEST = 8
"""Plans are indented no further than this."""


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
    def lacks_values(self) -> bool:
        """Whether its example has parameters in it, whose values the report doesn't hold."""
        return any(token.kind == "param" for token in tokens(self.report.example))

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


def _figures(statement: StatementReport) -> Iterable[Figure]:
    before, after = statement.before, statement.after
    exact = (before.finished, after.finished)
    calls = max(1, statement.calls)
    per_call = (before.steps / calls, after.steps / calls)
    yield count_figure("Steps, all calls", before.steps, after.steps, exact)
    yield count_figure("Steps, one call", *per_call, exact)
    yield count_figure("Pages fetched", before.page_fetches, after.page_fetches, exact)
    yield count_figure("Pages written", before.page_writes, after.page_writes, exact)
    yield time_figure("Time, all calls", before.total_ms, after.total_ms, exact)
    yield time_figure("Time, one call: median", before.p50_ms, after.p50_ms, exact)
    yield time_figure("Time, one call: 95th percentile", before.p95_ms, after.p95_ms, exact)
    yield count_figure("Rows read by full scans", before.rows_read, after.rows_read, exact)
    name = "Rows changed" if statement.kind == "write" else "Rows returned"
    yield Figure(
        name,
        words.at_least(words.whole(before.rows_returned), exact[0]),
        words.at_least(words.whole(after.rows_returned), exact[1]),
        Change("", "", "same"),
    )


def count_figure(
    name: str,
    before: float,
    after: float,
    exact: tuple[bool, bool],
    shown: Callable[[float], str] = words.whole,
) -> Figure:
    """A line of counts."""
    return Figure(
        name,
        words.at_least(shown(before), exact[0]),
        words.at_least(shown(after), exact[1]),
        words.change(before, after, finished=exact),
    )


def time_figure(name: str, before: float, after: float, exact: tuple[bool, bool]) -> Figure:
    """A line of times."""
    return Figure(
        name,
        words.at_least(words.duration(before), exact[0]),
        words.at_least(words.duration(after), exact[1]),
        # Time wavers by so much from one run to the next.
        words.change(before, after, less="less", finished=exact, noise=0.05),
    )


def write_figures(writes: Sequence[StatementReport]) -> list[Figure]:
    """What the writes of a workload cost together."""
    exact = (all(s.before.finished for s in writes), all(s.after.finished for s in writes))

    def total(field: Callable[[Cost], int]) -> tuple[int, int]:
        return sum(field(s.before) for s in writes), sum(field(s.after) for s in writes)

    return [
        count_figure("Writes: steps", *total(lambda cost: cost.steps), exact, words.short),
        count_figure("Writes: pages", *total(lambda cost: cost.page_writes), exact, words.short),
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


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
