"""The command line: the table of commands, and the one way in which any of them fails."""

from tenfold.cli.entry import main
from tenfold.cli.group import COMMANDS, Command, tenfold

__all__ = ["COMMANDS", "Command", "main", "tenfold"]
