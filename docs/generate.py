"""Writes the reference pages that the code can tell: `python docs/generate.py [--check]`."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import click

from tenfold import errors
from tenfold.cli import COMMANDS, tenfold
from tenfold.queries import (
    advise,
    candidates,
    meter,
    optimize,
    proof,
    prove,
    report,
    search,
    statistics,
)
from tenfold.settings import Settings
from tenfold.settings.names import environment_names, example

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/generate.py from the code: change the code, then run make docs. -->"


def settings_page() -> str:
    """The table of settings, and the order in which they are read."""
    rows = [
        "| setting | default | in an environment or `.env` | what it says | example |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        names = ", ".join(f"`{each}`" for each in environment_names(name, field))
        default = "none" if field.default is None else f"`{str(field.default).lower()}`"
        sample = f"`{example(field)}`"
        rows.append(f"| `{name}` | {default} | {names} | {field.description} | {sample} |")
    return "\n".join([NOTE, "", SETTINGS_HEAD, *rows, "", SETTINGS_FOOT])


def cli_page() -> str:
    """Every command in the table, with its arguments and options."""
    parent = click.Context(tenfold, info_name="tenfold")
    parts = [NOTE, "", "# The command line", "", CLI_HEAD, "", *_options(tenfold, parent)]
    for name in sorted(COMMANDS):
        command = tenfold.get_command(parent, name)
        assert command is not None  # noqa: S101 - it stands in the table
        parts += ["", *_command(command, click.Context(command, info_name=name, parent=parent))]
    return "\n".join([*parts, ""])


def report_page() -> str:
    """Every key of the report that `--json` writes, from the records that hold it."""
    parts = [NOTE, "", REPORT_HEAD]
    for name, keys in _fields(report):
        what = inspect.cleandoc(getattr(report, name).__doc__ or "")
        rows = [
            f"| `{key}` | {_type(kind)} | {text or REPORT_SAYS.get(f'{name}.{key}', '')} |"
            for key, kind, text in keys
        ]
        if name == "Report":
            rows += REPORT_ADDED
        head = ["| key | type | what it says |", "| --- | --- | --- |"]
        parts += [f"## {name}", "", what, "", *head, *rows, ""]
    return "\n".join(parts)


def errors_page() -> str:
    """The tree of errors, with what each says where no other text is given."""
    drawn, _, rest = inspect.cleandoc(errors.__doc__ or "").split("\n\n", 1)[1].partition("\n\n")
    rows = [
        f"| `{name}` | {found.exit_status} | {' '.join((found.__doc__ or '').split())} |"
        for name, found in vars(errors).items()
        if inspect.isclass(found) and issubclass(found, errors.TenfoldError)
    ]
    head = ["| error | exit status | what it says of itself |", "| --- | --- | --- |"]
    tree = ["```", drawn, "```", "", rest, ""]
    return "\n".join([NOTE, "", ERRORS_HEAD, *tree, *head, *rows, "", ERRORS_FOOT])


def constants_page() -> str:
    """The numbers by which it is decided, each with its reason, from where they stand."""
    parts = [NOTE, "", CONSTANTS_HEAD]
    for what, module in CONSTANTS.items():
        rows = [f"| `{name}` | {value} | {text} |" for name, value, text in _numbers(module)]
        parts += [f"## {what}", "", "| name | value | meaning |", "| --- | --- | --- |", *rows, ""]
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "constants.md": constants_page,
    "errors.md": errors_page,
    "report-json.md": report_page,
    "settings.md": settings_page,
}

CONSTANTS: dict[str, ModuleType] = {
    "The cost": meter,
    "The study": optimize,
    "Thinking of candidates": candidates,
    "Looking at calls": advise,
    "Sampling tables": statistics,
    "The search": search,
    "The replay": proof,
    "The verdict": prove,
}

SETTINGS_HEAD = """\
# Settings

Tenfold reads each setting from the first of these that has it:

1. an argument (of a command, or of `load_settings()`),
2. the environment: `TENFOLD_NAME` first, then the name that people already have,
3. the file `.env` in the folder where the program runs, by the same names,
4. the file `tenfold.toml` in that folder, by the setting's own name, at the top of the file
   (`database_url = "sqlite:///app.db"`; there are no `[tables]`).

A value that is empty counts as not set. A key that Tenfold does not know is an error that names
the nearest one that it knows; in the environment and in `.env` this holds for keys that begin
with `TENFOLD_`. `tenfold check` shows every setting in force, where it came from and what is
wrong with it; passwords and keys are never shown.
"""

SETTINGS_FOOT = """\
Durations are written `500ms`, `60s`, `2m`, `1h` or `1d`; a bare number counts seconds. Sizes are
written `500KB`, `50MB`, `2GB` (a thousand, a million, a thousand million bytes) or `2GiB` (powers
of 1024); a bare number counts bytes.
"""

REPORT_HEAD = """\
# The report as JSON

`tenfold optimize --json FILE` writes one object, a [Report](#report); the other records are parts
of it. "Steps" are steps of SQLite's virtual machine; "pages as steps" adds to them what pages
cost, as [the constants](constants.md#the-cost) say.
"""

REPORT_ADDED = [
    "| `gain` | number | The share of the workload's steps that the plan saves, 0 to 1; what "
    "`--fail-under` is compared with. |",
    "| `version` | integer | 1. |",
]

# Of keys whose fields have no docstring.
REPORT_SAYS = {
    "Report.database": "The path, as it was given.",
    "Report.workload": "The path, as it was given.",
    "Report.app_sqlite_version": "Of the library that Python's own `sqlite3` brings.",
    "Report.database_bytes": "With its write-ahead log.",
    "Report.journal_mode": "`wal`, or `delete`, which stands for every rollback journal.",
    "Report.statements": "One for each shape: statements that differ only in their values.",
    "Report.left_out": "What was not replayed.",
    "Report.before": "The whole workload on the clone as it is.",
    "Report.after": "The whole workload on the clone with the plan.",
    "Report.plan": "What `--apply` does.",
    "Report.rejected": "Candidates that are not in the plan.",
    "Report.existing_indexes": "The indexes that the database has.",
    "Report.findings": "What else was found.",
    "Report.seconds": "How long all of it took.",
    "Report.clone_seconds": "How long the clone took.",
    "Report.clone_mb_per_second": "How fast it was, in millions of bytes.",
    "Report.out_of_time": "The search was cut short, by its time or by its room.",
    "Report.budget_bytes": "What all new indexes together were allowed to take.",
    "Report.calls": "Of all statements that were kept.",
    "Plan.indexes": "The new indexes, one by one.",
    "LeftOut.sql": "The statement.",
    "LeftOut.line": "The line of the workload file.",
    "LeftOut.why": "The reason.",
    "Finding.what": "What is wrong.",
    "Finding.fix": "What to do.",
    "Finding.call_site": "Where in the app's code, as `file:line`, where the recording says it.",
    "ExistingIndex.name": "Its name.",
    "ExistingIndex.table": "Its table.",
    "ExistingIndex.keys": "Its columns and expressions, in order.",
    "ExistingIndex.bytes": "The space that it takes.",
    "ExistingIndex.verdict": "`constraint` means that it enforces a rule and must stay.",
    "ExistingIndex.why": "The reason for the verdict.",
    "RejectedIndex.definition": "Table, keys and predicate.",
    "RejectedIndex.bytes": "The space that it took; 0 where it could not be built.",
    "RejectedIndex.why": "The reason.",
    "IndexReport.name": "Its name.",
    "IndexReport.table": "Its table.",
    "IndexReport.keys": "Its columns and expressions, in order.",
    "IndexReport.where": "The predicate of a partial index.",
    "IndexReport.sql": "The statement that makes it.",
    "IndexReport.bytes": "The space that it takes.",
    "IndexReport.why": "The same in words.",
    "StatementReport.id": "The start of the SHA-256 of `text`.",
    "StatementReport.example": "One statement as the app wrote it.",
    "StatementReport.kind": "Whether it changes rows.",
    "StatementReport.requests": "The pages or jobs that ran it.",
    "StatementReport.call_sites": "Where in the app's code, five at most.",
    "StatementReport.calls": "How often it ran in the workload.",
    "StatementReport.tables": "What it reads and writes, through views and triggers too.",
    "StatementReport.before": "Of all its calls, on the clone as it is.",
    "StatementReport.after": "Of all its calls, on the clone with the plan.",
    "StatementReport.plan_before": "The plan of its first replayed call.",
    "StatementReport.plan_after": "The same with the plan.",
    "StatementReport.same": "Whether rows before and after are the same; `not compared` where no "
    "call came to its end on both sides.",
    "PlanLine.text": "SQLite's own words.",
    "PlanLine.depth": "0 for the outermost.",
    "PlanLine.meaning": "In plain words; null where there is nothing to say.",
    "Cost.page_fetches": "Pages that SQLite asked its cache for.",
    "Cost.page_writes": "Pages that were changed and written.",
    "Cost.p95_ms": "The 95th percentile; of a workload, that of its statements.",
}

ERRORS_HEAD = """\
# Errors

What each line on the terminal means, and what to do, is in
[troubleshooting](../howto/troubleshooting.md). For who calls Tenfold from Python:
"""

ERRORS_FOOT = """\
`MissingDependencyError` takes its text from the package that is missing and the extra that brings
it.
"""

CONSTANTS_HEAD = """\
# Constants

The numbers by which `tenfold optimize` decides. They are no settings. With the same
database, the same workload, the same SQLite and enough time they give the same plan everywhere.
[How the proof works](../why/how-the-proof-works.md) says where each has its place.
"""

CLI_HEAD = """\
Whatever goes wrong is said in one line on stderr, `tenfold: what is wrong; what to do`. Each
command exits with 0 when it did what was asked, with 2 when it could not, and with 130 when it
was interrupted by Ctrl-C."""


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## {context.command_path}"
    yield ""
    yield f"```\n{context.command_path} {usage}\n```"
    yield ""
    yield inspect.cleandoc(command.help or "").replace("\b\n", "")
    yield ""
    yield from _options(command, context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    yield "| option | what it does |"
    yield "| --- | --- |"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record:
            names, text = (part.replace("|", "\\|") for part in record)
            yield f"| `{names}` | {text} |"


def _fields(module: ModuleType) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The records of a module: name, and of each field its name, its type and its docstring."""
    tree = ast.parse(inspect.getsource(module))
    for record in reversed([each for each in tree.body if isinstance(each, ast.ClassDef)]):
        yield (
            record.name,
            [
                (each.target.id, ast.unparse(each.annotation), text)
                for each, text in _with_text(record.body)
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            ],
        )


def _numbers(module: ModuleType) -> Iterator[tuple[str, str, str]]:
    """The public numbers of a module: name, value and docstring."""
    for each, text in _with_text(ast.parse(inspect.getsource(module)).body):
        if not isinstance(each, ast.Assign) or not isinstance(each.targets[0], ast.Name):
            continue
        name = each.targets[0].id
        value = getattr(module, name)
        if name.isupper() and not name.startswith("_") and isinstance(value, int | float):
            yield name, f"{value:,}", text


def _with_text(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Each statement with the docstring below it, on one line."""
    for each, below in zip(body, [*body[1:], None], strict=True):
        text = ""
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            text = " ".join(str(below.value.value).split()).replace("|", "\\|")
        yield each, text


_TYPES = {"str": "text", "int": "integer", "float": "number", "bool": "true or false"}
_RECORDS = {name for name, found in vars(report).items() if inspect.isclass(found)}


def _type(kind: str) -> str:
    """An annotation in the words of JSON."""
    if kind.endswith(" | None"):
        return f"{_type(kind.removesuffix(' | None'))} or null"
    if kind.startswith("list["):
        return f"list of {_type(kind[5:-1])}"
    if kind.startswith("dict[str, "):
        return f"object: name to {_type(kind[10:-1])}"
    if kind == "Same":
        kind = ast.unparse(ast.parse(repr(report.Same).replace("typing.", ""), mode="eval"))
    if kind.startswith("Literal["):
        return " or ".join(f"`{each.strip()}`" for each in kind[8:-1].replace("'", '"').split(","))
    return f"[{kind}](#{kind.lower()})" if kind in _RECORDS else _TYPES.get(kind, kind)


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check only say which are out of date."""
    stale = [
        name
        for name, page in PAGES.items()
        if not (path := REFERENCE / name).is_file() or path.read_text(encoding="utf-8") != page()
    ]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is out of date; run make docs", file=sys.stderr)
        if not stale:
            print(f"{' and '.join(PAGES)} are what the code says")
        return 1 if stale else 0
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
