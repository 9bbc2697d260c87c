"""Runs the command line: a failure is one line on stderr and an exit status, never a traceback."""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from tenfold.cli.group import tenfold
from tenfold.errors import TenfoldError

USAGE = 2
BUG = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT, as shells count
PIPE_CLOSED = 1  # as click and rich exit where they notice it first


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `tenfold` with these arguments, or the program's own, and exit."""
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    try:
        status = run(arguments)
    except Exception:  # noqa: BLE001 - a bug: shown whole, and told apart from a missed limit
        traceback.print_exc()
        status = BUG
    sys.exit(status)


def _as_ctrl_c(*_: object) -> None:
    """A request to end is Ctrl-C: clones are removed, and a change is made as a whole or not."""
    if signal.getsignal(signal.SIGINT) in {None, signal.SIG_IGN}:
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run `tenfold` and return its exit status."""
    try:
        status = tenfold.main(arguments, prog_name="tenfold", standalone_mode=False)
        sys.stdout.flush()  # a reader that left is noticed here, not at exit
    except TenfoldError as error:
        return _fail(str(error), error.exit_status)
    except click.ClickException as error:
        return _fail(_usage(error), USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted; run the same command to start again", INTERRUPTED)
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int) -> int:
    try:
        click.echo(f"tenfold: {message}", err=True)
    except BrokenPipeError:
        _forget_output()
    return status


def _usage(error: click.ClickException) -> str:
    """Click's own words on one line, ending in what to do."""
    text = str(TenfoldError(error.format_message())).rstrip(".?!")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "tenfold"
    words = text if text[1:2].isupper() else text[:1].lower() + text[1:]
    return f"{words}; see {path} --help"


def _forget_output() -> None:
    """Point stdout nowhere, or Python complains of the closed pipe once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
