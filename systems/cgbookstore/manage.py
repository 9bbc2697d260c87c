"""Django's own commands: `python -m systems.cgbookstore.manage COMMAND`."""

from __future__ import annotations

import sys

from systems.cgbookstore.folder import DataFolder


def main(arguments: list[str]) -> None:
    """Run one of Django's commands on the current data folder."""
    DataFolder.current().use()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
