"""The command line: one line for every failure, and nothing loaded that is not needed."""

import os
import subprocess
import sys
import types
from pathlib import Path

import click
import pytest

import tenfold
from tenfold.cli import COMMANDS, Command
from tenfold.cli.entry import run
from tenfold.errors import TenfoldError


def define(monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> None:
    """Add a command named `boom` that raises this."""

    @click.command()
    def boom() -> None:
        raise problem

    module = types.ModuleType("boom_command")
    module.boom = boom  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "boom_command", module)
    monkeypatch.setitem(COMMANDS, "boom", Command("boom_command:boom", "Fail."))


def failure(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status, and the one line on stderr."""
    status = run(arguments)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("tenfold: ")
    assert captured.err.count("\n") == 1
    return status, captured.err.removeprefix("tenfold: ").rstrip("\n")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints the name and the version."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"tenfold {tenfold.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_lists_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Alone or with `--help`, tenfold lists each command with its line in the table."""
    assert run(arguments) == 0
    shown = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert name in shown
        assert " ".join(command.help.split()[:3]) in shown


def test_help_imports_no_command() -> None:
    """`tenfold --help` imports the module of no command."""
    modules = {command.target.partition(":")[0] for command in COMMANDS.values()}
    code = (
        "import sys; from tenfold.cli.entry import run; run(['--help']);"
        f"sys.exit(bool({modules!r} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown command names the nearest one."""
    status, line = failure(capsys, "cheque")
    assert (status, line) == (
        2,
        "there is no command cheque; the nearest is check; see tenfold --help",
    )


@pytest.mark.parametrize(
    "arguments", [["check", "--jsn"], ["--nonsense"], ["check", "too", "many"]]
)
def test_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option or argument is one line that ends in where to look."""
    status, line = failure(capsys, *arguments)
    assert status == 2
    assert line.endswith("--help")


def test_tenfold_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An error of ours is its own text on one line, and its own exit status."""
    define(monkeypatch, TenfoldError("the disk\nis full; make room"))
    assert failure(capsys, "boom") == (2, "the disk is full; make room")


def test_interrupt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C is one line and status 130."""
    define(monkeypatch, KeyboardInterrupt())
    status, line = failure(capsys, "boom")
    assert status == 130
    assert line == "interrupted; run the same command to start again"


def test_a_request_to_end_is_ctrl_c() -> None:
    """SIGTERM, as a CI or a service manager sends it, ends the work as Ctrl-C does."""
    code = """
import os, signal, sys, time
from tenfold.cli import entry
def work(*_, **__):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(9)
    finally:
        print("cleaned up")
entry.tenfold.main = work
entry.main([])
"""
    for prepare in ("", "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"):
        ran = subprocess.run(
            [sys.executable, "-c", prepare + code], capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stdout) == (130, "cleaned up\n")
        assert ran.stderr.startswith("tenfold: interrupted")


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no error on purpose keeps its traceback, for a report."""
    define(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run(["boom"])


def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """A reader that leaves early, as `head` does, gets no complaint."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "tenfold", "check"],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        check=False,
    )
    os.close(writer)
    assert done.stderr == b""


def test_module_is_the_command(tmp_path: Path) -> None:
    """`python -m tenfold` is the same as `tenfold`."""
    done = subprocess.run(
        [sys.executable, "-m", "tenfold", "--version"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout == f"tenfold {tenfold.__version__}\n"
