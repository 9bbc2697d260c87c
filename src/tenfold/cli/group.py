"""The table of commands, each loaded only when it is asked for."""

from importlib import import_module
from typing import NamedTuple

import click

from tenfold import __version__


class Command(NamedTuple):
    """Where a command is defined, and what it does in a few words."""

    target: str
    help: str


COMMANDS: dict[str, Command] = {
    "check": Command("tenfold.cli.check:check", "Check the settings, and say what to change."),
    "optimize": Command(
        "tenfold.cli.optimize:optimize",
        "Find what makes a SQLite database slow, and prove the cure.",
    ),
    "undo": Command("tenfold.cli.undo:undo", "Take back what was applied."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and help, and imports one when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the table, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module that defines the command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].target.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of this name."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            best = get_close_matches(name, COMMANDS, n=1, cutoff=0)[0]
            raise click.UsageError(f"there is no command {name}; the nearest is {best}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; click itself would print an empty line where Ctrl-C ends it."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.Abort from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by the table's own words, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.version_option(__version__, prog_name="tenfold", message="%(prog)s %(version)s")
@click.pass_context
def tenfold(ctx: click.Context) -> None:
    """Take a Python web app from a SQLite prototype to a hundred times the load."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
