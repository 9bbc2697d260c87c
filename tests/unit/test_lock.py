"""The lock: complete, pinned by hash, and naming no place."""

from tests.lock import LOCK, ROOT, problems

PYPROJECT = """
[build-system]
requires = []
[project]
name = "app"
dependencies = ["Click>=8.2"]
[project.optional-dependencies]
dev = ["app[demo]", "py-test>=9"]
"""

SOUND = """\
click==8.2.1 \\
    --hash=sha256:0a
py-test==9.0 ; python_version < '3.12' \\
    --hash=sha256:0b
"""


def test_the_lock_holds() -> None:
    """This project's own lock has all that pyproject.toml asks for, and no URL."""
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert list(problems(LOCK.read_text(encoding="utf-8"), pyproject)) == []


def test_sound_lock() -> None:
    """A lock with every dependency of every extra has no problem."""
    assert list(problems(SOUND, PYPROJECT)) == []


def test_place_is_named() -> None:
    """A lock that names a place is refused."""
    found = list(problems("--index-url https://example.invalid/\n" + SOUND, PYPROJECT))
    assert "the lock names a place: ://" in found


def test_missing_dependency() -> None:
    """A dependency that the lock lacks is named."""
    assert list(problems(SOUND.replace("click", "clack"), PYPROJECT)) == ["the lock lacks Click"]


def test_outdated_pin() -> None:
    """A pin that pyproject.toml no longer allows is named."""
    found = list(problems(SOUND.replace("8.2.1", "8.1"), PYPROJECT))
    assert found == ["the lock holds Click 8.1, not >=8.2"]


def test_missing_hash() -> None:
    """A pin without its hash is named."""
    found = list(problems(SOUND + "rich==14.0\n", PYPROJECT))
    assert found == ["the lock pins without a hash: rich==14.0"]
