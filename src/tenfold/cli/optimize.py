"""`tenfold optimize`: what makes a SQLite database slow, and the proved cure."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenfold.errors import TenfoldError

if TYPE_CHECKING:
    from rich.console import Console

    from tenfold.queries.optimize import Options
    from tenfold.queries.report import Report

_FILE = click.Path(path_type=Path)
BEYOND_A_LIMIT = 1
_OF_A_DATABASE = ("", "-wal", "-shm", "-journal")
"""The endings of the files that make a database."""


def _percent(_ctx: click.Context, _param: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    try:
        share = float(value.strip().removesuffix("%"))
    except ValueError:
        raise click.BadParameter(f"{value} is no percentage; write it like 20%") from None
    if not 0 <= share <= 100:
        raise click.BadParameter(f"{value} lies outside of 0% to 100%")
    return share / 100


def _time(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from tenfold.settings import parse_duration

    return _checked(parse_duration, param, value)


def _size(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from tenfold.settings import parse_size

    return _checked(parse_size, param, value)


def _checked(
    parse: Callable[[object], float], param: click.Parameter, value: str | None
) -> str | None:
    """The text as it is, once it was read: an error then names the option and not the setting."""
    if value is not None:
        try:
            parse(value)
        except ValueError as error:
            raise click.BadParameter(f"{value} {error}", param=param) from None
    return value


@click.command()
@click.argument("database", type=_FILE)
@click.option(
    "--workload",
    type=_FILE,
    required=True,
    help="The statements the app runs: a .sql script or a .jsonl recording.",
)
@click.option(
    "--budget",
    callback=_size,
    help="The space that new indexes may take, like 50MB.  [default: as much as the database]",
)
@click.option(
    "--time",
    "seconds",
    callback=_time,
    help="How long the search may take, like 60s.  [default: 90s]",
)
@click.option("--html", type=_FILE, help="Also write the report as one HTML page.")
@click.option("--json", "json_file", type=_FILE, help="Also write the report as JSON.")
@click.option(
    "--apply", "apply_it", is_flag=True, help="Back up the database, then apply the plan."
)
@click.option(
    "--fail-under",
    callback=_percent,
    metavar="PERCENT",
    help="Exit with 1 where the plan saves less than this share of the steps.",
)
@click.option(
    "--fail-over",
    callback=_percent,
    metavar="PERCENT",
    help="Exit with 1 where the plan saves more than this share: an index is missing.",
)
@click.option("--scratch", type=_FILE, help="The folder for clones.  [default: the system's]")
@click.option(
    "--max-lock",
    callback=_time,
    default="50ms",
    show_default=True,
    help="The longest time for which the original may be locked against writers.",
)
@click.option("--skip-failing", is_flag=True, help="Leave out statements that can't run here.")
@click.option("--keep-journal-mode", is_flag=True, help="Don't propose write-ahead logging.")
@click.pass_context
def optimize(
    ctx: click.Context,
    *,
    database: Path,
    workload: Path,
    budget: str | None,
    seconds: str | None,
    html: Path | None,
    json_file: Path | None,
    apply_it: bool,
    fail_under: float | None,
    fail_over: float | None,
    scratch: Path | None,
    max_lock: str,
    skip_failing: bool,
    keep_journal_mode: bool,
) -> None:
    """Find what makes DATABASE slow under a workload, and prove what would mend it.

    Everything is tried on clones; the database itself is only read. With --apply the plan is
    then applied to it, after a verified backup; `tenfold undo` takes that back.
    """
    from rich.console import Console

    from tenfold.queries.optimize import DEFAULT_SECONDS, Options
    from tenfold.queries.terminal import print_report
    from tenfold.settings import load_settings, parse_duration

    settings = load_settings(
        only=("optimize_time", "optimize_budget"), optimize_time=seconds, optimize_budget=budget
    )
    options = Options(
        budget=settings.optimize_budget,
        seconds=settings.optimize_time or DEFAULT_SECONDS,
        scratch=scratch,
        max_lock=parse_duration(max_lock),
        skip_failing=skip_failing,
        keep_journal_mode=keep_journal_mode,
    )
    for file in (html, json_file):
        if file is not None:
            _refuse_folder_of(file)
    _refuse_overwriting(database, workload, html, json_file)
    if apply_it:
        _get_ready(database)
    report = _study(database, workload, options, Console(stderr=True))
    console = Console()
    # The files first: a reader that leaves the terminal's output early loses nothing.
    said = _write(report, html, json_file)
    print_report(report, console)
    for line in said:
        console.print(line, soft_wrap=True)
    beyond = _beyond(report.gain, fail_under, fail_over)
    if beyond:
        # A build that fails leaves everything as it was, --apply or not.
        click.echo(f"{beyond}{' Nothing was changed.' if apply_it else ''}", err=True)
        ctx.exit(BEYOND_A_LIMIT)
    if apply_it:
        _apply(database, report)
    elif report.plan.statements:
        console.print(f"\nNothing was changed. Add --apply to apply the plan to {database.name}.")


def _beyond(gain: float, under: float | None, over: float | None) -> str | None:
    """What to say where the gain lies beyond a limit."""
    saved = f"The plan saves {100 * gain:.4g} % of the steps"
    if under is not None and gain < under:
        return f"{saved}, less than {100 * under:.4g} %."
    if over is not None and gain > over:
        return f"{saved}, more than {100 * over:.4g} %: apply it, or raise --fail-over."
    return None


def _study(database: Path, workload: Path, options: Options, console: Console) -> Report:
    from tenfold.cli.progress import bars
    from tenfold.queries.optimize import optimize as study

    with bars(console):
        return study(database, workload, options)


def _refuse_folder_of(file: Path) -> None:
    """Better now than after a minute of work."""
    if not file.parent.is_dir():
        raise TenfoldError(f"{file}: there is no folder {file.parent}; make it first")
    if file.is_dir():
        raise TenfoldError(f"{file}: is a folder; name a file in it")


def _refuse_overwriting(database: Path, workload: Path, *reports: Path | None) -> None:
    """A report takes the place of what is there: never the database's, the workload's, its twin's.

    A pipe or /dev/null takes any number of them.
    """
    taken = {database.with_name(database.name + end): "the database" for end in _OF_A_DATABASE}
    taken[workload] = "the workload"
    for file in reports:
        if file is None or (file.exists() and not file.is_file()):
            continue
        for other, what in taken.items():
            if _is_same(file, other):
                raise TenfoldError(f"{file}: is {what}, which a report would replace; name another")
        taken[file] = "the other report"


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False


def _write(report: Report, html: Path | None, json_file: Path | None) -> list[str]:
    """Write what was asked for; return what to say of it."""
    import json

    from tenfold.queries.page import write_html

    said = []
    try:
        if html is not None:
            write_html(report, html)
            said.append(f"\nThe whole report: {html}")
        if json_file is not None:
            text = json.dumps(report.to_json(), indent=2, ensure_ascii=False)
            json_file.write_text(text + "\n", encoding="utf-8")
            said.append(f"All figures: {json_file}")
    except OSError as error:
        raise TenfoldError(
            f"{error.filename}: can't be written ({error.strerror}); name another file"
        ) from None
    return said


def _get_ready(database: Path) -> None:
    """Refuse what can't be changed before it is studied, and finish what a kill left half done."""
    from tenfold.errors import ChangeError
    from tenfold.queries.change import finish_interrupted, write_problem

    if not database.is_file():
        return
    problem = write_problem(
        database.name,
        file=os.access(database, os.W_OK),
        folder=os.access(database.resolve().parent, os.W_OK),
        state=True,
    )
    if problem:
        raise ChangeError(problem)
    for line in finish_interrupted(database):
        click.echo(line)


def _apply(database: Path, report: Report) -> None:
    from tenfold.backups.snapshot import take_snapshot
    from tenfold.queries.change import apply_change
    from tenfold.queries.change_plan import ChangePlan

    if not report.plan.statements:
        click.echo("\nThere is nothing to apply; nothing was changed.")
        return
    plan = ChangePlan(
        statements=report.plan.statements,
        pragmas=report.plan.pragmas,
        schema_digest=report.plan.schema_digest,
        index_bytes=report.plan.bytes,
    )
    applied = apply_change(database, plan, backup=take_snapshot)
    noun = "index" if len(applied.created) == 1 else "indexes"
    click.echo(
        f"\nApplied: {len(applied.created)} {noun} made in {applied.seconds:.1f} s. "
        f"Backup and undo script are in {applied.folder}."
    )
    for note in applied.notes:
        click.echo(f"  {note}")
    click.echo(f"`tenfold undo {database}` takes it back.")
