"""The report for a terminal: Before | After | Gain, then the plan, then what else was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tenfold.queries.page.words import THIN, change, duration, plural, short, size
from tenfold.queries.report import Cost, Report, StatementReport

MOST_STATEMENTS = 10
_WIDTH_OF_SQL = 60


def print_report(report: Report, console: Console) -> None:
    """Print the whole report, the figures first."""
    console.print()
    console.print(_workload_table(report))
    gaining = sorted(report.statements, key=lambda s: (s.after.steps - s.before.steps, s.id))
    gaining = [s for s in gaining if s.after.steps < s.before.steps][:MOST_STATEMENTS]
    if gaining:
        console.print(_statement_table(gaining))
    for line in _lines(report):
        console.print(line, soft_wrap=True)


def _workload_table(report: Report) -> Table:
    calls = f"{plural(report.calls, 'call')} of {plural(len(report.statements), 'statement')}"
    table = Table(title=f"The workload: {calls}", title_justify="left", title_style="bold")
    for name in ("", "Before", "After", "Gain"):
        table.add_column(name, justify="left" if not name else "right")
    reads = [s for s in report.statements if s.kind == "read"]
    writes = [s for s in report.statements if s.kind == "write"]
    table.add_row("Steps", *_pair(report.before, report.after, "steps"))
    if reads and writes:
        table.add_row("  of reads", *_steps(reads))
        table.add_row("  of writes", *_steps(writes))
        table.add_row("Pages written", *_pair(report.before, report.after, "page_writes"))
    table.add_row("Pages read", *_pair(report.before, report.after, "page_fetches"))
    ended = report.before.finished, report.after.finished
    before, after = report.before.total_ms, report.after.total_ms
    table.add_row("Time", *_cells(before, after, _ms, ended, less="less"))
    table.add_row(
        "Space",
        _mb(report.database_bytes),
        _mb(report.database_bytes + report.plan.bytes),
        f"+{_mb(report.plan.bytes)}",
    )
    return table


def _pair(before: Cost, after: Cost, name: str) -> tuple[str, str, str]:
    ended = before.finished, after.finished
    return _cells(getattr(before, name), getattr(after, name), _big, ended)


def _steps(statements: Iterable[StatementReport]) -> tuple[str, str, str]:
    listed = list(statements)
    before = sum(s.before.steps for s in listed)
    after = sum(s.after.steps for s in listed)
    ended = all(s.before.finished for s in listed), all(s.after.finished for s in listed)
    return _cells(before, after, _big, ended)


def _cells(
    before: float,
    after: float,
    show: Callable[[float], str],
    ended: tuple[bool, bool],
    *,
    less: str = "fewer",
) -> tuple[str, str, str]:
    """A figure before and after, and the gain; what was stopped is at least so much."""
    one, other = ("" if end else "≥ " for end in ended)
    gain = _gain(before, after, less=less, finished=ended)
    return one + show(before), other + show(after), gain


def _statement_table(statements: list[StatementReport]) -> Table:
    table = Table(
        title="What gains most (median time of one call; the gain in steps)",
        title_justify="left",
        title_style="bold",
        expand=True,
    )
    table.add_column("Statement", overflow="ellipsis", no_wrap=True, ratio=1)
    for name, width in (("Calls", 5), ("Before", 8), ("After", 7), ("Gain", 13)):
        table.add_column(name, justify="right", no_wrap=True, min_width=width)
    for s in statements:
        mark = "" if s.before.finished else "≥ "
        table.add_row(
            escape(s.text),
            f"{s.calls:,}",
            mark + _ms(s.before.p50_ms),
            _ms(s.after.p50_ms),
            _gain(s.before.steps, s.after.steps, finished=(s.before.finished, s.after.finished)),
        )
    return table


def _lines(report: Report) -> Iterable[str]:
    yield from _plan(report)
    yield from _existing(report)
    yield from _findings(report)
    if report.left_out:
        yield f"\n[bold]Left out[/bold]: {plural(len(report.left_out), 'statement')} not replayed"
        for out in report.left_out[:5]:
            yield f"  line {out.line}: {escape(out.why)}: {escape(_short(out.sql))}"
        if len(report.left_out) > 5:
            yield f"  and {len(report.left_out) - 5} more, all of them in --json and --html"
    if report.out_of_time:
        yield (
            "\nThe search was cut short: this is the best answer so far. "
            "Give it more with --time, or --scratch a folder with more room."
        )


def _plan(report: Report) -> Iterable[str]:
    indexes = report.plan.indexes
    if not report.plan.statements:
        built = plural(len(report.rejected), "index", "indexes")
        counted = f"{report.candidates:,} thought of, {built} built and left out"
        yield f"\n{_why_nothing(report)}: {counted}; why, each, in --json and --html."
        return
    noun = "index" if len(indexes) == 1 else "indexes"
    yield (
        f"\n[bold]The plan[/bold]: {len(indexes)} {noun}, {_mb(report.plan.bytes)}; "
        f"{report.candidates:,} thought of, {len(report.rejected)} more built and left out"
    )
    for index in indexes:
        yield f"  {escape(index.sql)};"
        written = f", costs its writes {_big(index.write_steps)}" if index.write_steps else ""
        yield (
            f"    [dim]{_mb(index.bytes)}, used by {len(index.used_by)} "
            f"of the statements, saves {_big(index.saves_steps)} steps and pages{written}[/dim]"
        )
    for sql in (*report.plan.statements[len(indexes) :], *report.plan.pragmas):
        yield f"  {escape(sql)};"


def _why_nothing(report: Report) -> str:
    """What kept every index out of the plan."""
    whys = [index.why for index in report.rejected]
    if any("returns other rows" in why for why in whys):
        return "No index is left: with those that would pay, a statement returns other rows"
    if any("space is used up" in why for why in whys):
        return f"No index that pays fits into {_mb(report.budget_bytes)}; give more by --budget"
    if report.out_of_time:
        return "No index was found in the time there was; give more by --time"
    return "No index pays for its space and its writes under this workload"


_NEEDLESS = {"redundant", "unused", "worthless"}


def _existing(report: Report) -> Iterable[str]:
    useless = [i for i in report.existing_indexes if i.verdict in _NEEDLESS]
    if useless:
        yield "\n[bold]Indexes that this workload doesn't need[/bold]"
    for index in useless:
        yield f"  {escape(index.name)} ({_mb(index.bytes)}) is {index.verdict}: {escape(index.why)}"


def _findings(report: Report) -> Iterable[str]:
    if report.findings:
        yield "\n[bold]What else was found[/bold]"
    for finding in (f for f in report.findings if f.kind != "settings"):
        where = f" ({escape(finding.call_site)})" if finding.call_site else ""
        yield f"  [bold]{finding.kind}[/bold]: {escape(finding.what)}{where}"
        yield f"    [dim]{escape(finding.fix)}[/dim]"
    settings = [f for f in report.findings if f.kind == "settings"]
    if settings:
        yield "  [bold]settings[/bold]: what to write, and where, stands in --html and --json"
    for finding in settings:
        yield f"    [dim]{escape(finding.what)}[/dim]"


def _big(value: float) -> str:
    return short(value).replace(THIN, " ")


def _mb(value: float) -> str:
    return size(value).replace(THIN, " ")


def _ms(value: float) -> str:
    return duration(value).replace(THIN, " ")


def _gain(
    before: float, after: float, *, less: str = "fewer", finished: tuple[bool, bool] = (True, True)
) -> str:
    found = change(before, after, less=less, finished=finished)
    said = found.times or found.text
    if said == "at least":
        said = f"{found.text}, at least"
    return said.replace(THIN, " ")


def _short(sql: str) -> str:
    line = " ".join(sql.split())
    return line if len(line) <= _WIDTH_OF_SQL else line[: _WIDTH_OF_SQL - 1] + "…"
