"""The documentation names all there is, and its links lead somewhere."""

import re
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import pytest

from tenfold.cli import COMMANDS, tenfold
from tenfold.settings import Settings
from tenfold.settings.names import environment_names

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
ROOMS = ("tutorial", "howto", "reference", "why")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def page(name: str) -> str:
    """A page of the reference."""
    return (REFERENCE / name).read_text(encoding="utf-8")


def pages() -> Iterator[Path]:
    """Every Markdown page of the project."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def heading_anchors(text: str) -> set[str]:
    """What `#...` in a link may name: headings, in lower case, with dashes."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, which is a script and no part of a package."""
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_fresh(generate: ModuleType) -> None:
    """The generated pages are what the code says today."""
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option(name: str) -> None:
    """Each command, and each of its options, appears in the reference."""
    command = tenfold.get_command(click.Context(tenfold), name)
    assert command is not None
    text = page("cli.md")
    assert f"## tenfold {name}\n" in text
    section = text.partition(f"## tenfold {name}\n")[2].partition("\n## ")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(option in section for option in parameter.opts)
        else:
            assert parameter.make_metavar(click.Context(command)) in section


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting(name: str) -> None:
    """Each setting appears in the reference with every name that it goes by."""
    text = page("settings.md")
    for each in (name, *environment_names(name, Settings.model_fields[name])):
        assert f"`{each}`" in text


@pytest.mark.parametrize("path", list(pages()), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_resolve(path: Path) -> None:
    """Each relative link leads to a file of this project, and to a heading that is in it."""
    text = path.read_text(encoding="utf-8")
    broken = []
    for link in _LINK.findall(_FENCED.sub("", text)):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name) if name else path
        found = target.exists()
        if found and anchor:
            found = anchor in heading_anchors(target.read_text(encoding="utf-8"))
        if not found:
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_is_in_the_index(room: str) -> None:
    """Each page of each room is linked from docs/README.md."""
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    names = [f"{room}/{each.name}" for each in sorted((ROOT / "docs" / room).glob("*.md"))]
    assert [name for name in names if f"({name})" not in index] == []
