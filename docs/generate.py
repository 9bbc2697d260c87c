"""Writes the reference pages that the code can tell: `python docs/generate.py [--check]`."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from tenfold.cli import COMMANDS, tenfold
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


PAGES: dict[str, Callable[[], str]] = {"cli.md": cli_page, "settings.md": settings_page}

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
