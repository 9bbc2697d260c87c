"""The rules of the house that a machine can hold."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tenfold
from tenfold import errors

ROOT = Path(__file__).parents[2]

HEAVY = {"apsw", "click", "jinja2", "pydantic", "pydantic_settings", "rich", "sqlite3"}


def modules_loaded_by(statement: str) -> set[str]:
    """What a fresh interpreter holds after the statement, beyond what it starts with."""
    code = f"import sys; bare = set(sys.modules); {statement}; print(*set(sys.modules) - bare)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_is_cheap() -> None:
    """`import tenfold` loads no module but itself."""
    assert modules_loaded_by("import tenfold") == {"tenfold"}


def test_errors_and_events_are_light() -> None:
    """Errors and events load nothing from outside the standard library."""
    loaded = modules_loaded_by("import tenfold.errors, tenfold.events")
    assert not loaded & HEAVY


def test_command_line_starts_light() -> None:
    """The command line loads click alone until a command is run."""
    assert modules_loaded_by("import tenfold.cli") & HEAVY == {"click"}


def test_public_names() -> None:
    """The public names are a dozen or fewer, sorted, and each can be had."""
    assert len(tenfold.__all__) <= 12
    assert tenfold.__all__ == sorted(tenfold.__all__)
    assert all(getattr(tenfold, name) is not None for name in tenfold.__all__)
    assert set(tenfold.__all__) <= set(dir(tenfold))


def test_unknown_name() -> None:
    """A name that Tenfold lacks is an AttributeError, as for any module."""
    with pytest.raises(AttributeError, match="nonsense"):
        tenfold.nonsense  # noqa: B018


def test_public_names_keep_their_types() -> None:
    """What is fetched lazily is the very object of the module that defines it."""
    assert tenfold.TenfoldError is errors.TenfoldError


def test_every_error_says_what_to_do() -> None:
    """Each error class has a docstring of its own, which is what it says by default."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.TenfoldError)
    ]
    assert [
        kind.__name__ for kind in kinds if "__doc__" not in vars(kind) or not kind.__doc__
    ] == []


def test_every_error_is_in_the_tree() -> None:
    """Each error class stands in the tree that is drawn at the top of errors.py."""
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.TenfoldError):
            assert name in (errors.__doc__ or "")


def each_test_in(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Each test function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
            "test"
        ):
            yield node


def test_every_test_says_what_must_hold() -> None:
    """Each test has a docstring of one sentence."""
    wrong = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in each_test_in(path):
            words = " ".join((ast.get_docstring(node) or "").split())
            if not words.endswith(".") or ". " in words:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert wrong == []


def test_no_machine_path_is_named() -> None:
    """No file names a folder of the machine that it was written on."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    homes = (str(ROOT) + "/", str(Path.home()) + "/")
    named = []
    for name in listed.stdout.splitlines():
        text = (
            (ROOT / name).read_bytes().decode("utf-8", "replace") if (ROOT / name).is_file() else ""
        )
        named += [f"{name}: {home}" for home in homes if len(home) > 3 and home in text]
    assert named == []
