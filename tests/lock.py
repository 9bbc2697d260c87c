"""Checks the lock, and writes it anew: `python -m tests.lock [--write]`.

The lock names no place that packages come from, pins each by its hashes, and has all that
pyproject.toml asks for.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "requirements-uv.lock"
_PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
_PLACES = ("://", "--index", "--extra-index", "--find-links", "--trusted-host", "\n-i ", "\n-f ")


def problems(lock: str, pyproject: str) -> Iterator[str]:
    """Everything that is wrong with this lock for this pyproject.toml."""
    yield from (f"the lock names a place: {each.strip()}" for each in _PLACES if each in lock)
    for pin in lock.replace("\\\n", " ").splitlines():
        if pin.strip() and "--hash=sha256:" not in pin:
            yield f"the lock pins without a hash: {pin.split()[0]}"
    pins: dict[str, list[str]] = {}
    for name, version in _PIN.findall(lock):
        pins.setdefault(canonicalize_name(name), []).append(version)
    for wanted in dependencies(pyproject):
        versions = pins.get(canonicalize_name(wanted.name), [])
        if not versions:
            yield f"the lock lacks {wanted.name}"
        elif not all(wanted.specifier.contains(each, prereleases=True) for each in versions):
            yield f"the lock holds {wanted.name} {' and '.join(versions)}, not {wanted.specifier}"


def dependencies(pyproject: str) -> list[Requirement]:
    """What the project and its extras ask for, and what builds it."""
    tables = tomllib.loads(pyproject)
    project = tables["project"]
    texts = [*project["dependencies"], *tables["build-system"]["requires"]]
    texts += [each for extra in project["optional-dependencies"].values() for each in extra]
    wanted = [Requirement(text) for text in texts]
    return [each for each in wanted if each.name != project["name"]]


def write() -> None:
    """Resolve everything anew, for every Python and system at once."""
    uv = ROOT / ".venv-tools" / "bin" / "uv"
    words = "pip compile --upgrade --universal --python-version 3.11 --generate-hashes --quiet"
    command = [str(uv), *words.split(), "--no-annotate", "--no-header", "--system-certs"]
    for source, target, stdin in (
        (["pyproject.toml", "--all-extras"], LOCK, ""),
        (["-"], UV_LOCK, "uv"),
    ):
        subprocess.run(
            [*command, *source, "--output-file", target.name],
            input=stdin,
            text=True,
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def main(arguments: list[str]) -> int:
    """Write the lock where asked to, check it always."""
    if "--write" in arguments:
        write()
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = list(problems(LOCK.read_text(encoding="utf-8"), pyproject))
    found += problems(UV_LOCK.read_text(encoding="utf-8"), _UV_ONLY)
    for problem in found:
        print(f"{problem}; run make lock", file=sys.stderr)
    if not found:
        print("every dependency is pinned by hash, and no place is named")
    return 1 if found else 0


_UV_ONLY = """
[build-system]
requires = []
[project]
name = "uv-only"
dependencies = ["uv"]
[project.optional-dependencies]
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
