"""What `tenfold check` finds."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tenfold.cli.check import check as check_command
from tenfold.settings import check


def warnings(folder: Path, dotenv: str = "", toml: str = "", **environ: str) -> list[str]:
    """The warnings about these settings, which have no errors."""
    if dotenv:
        (folder / ".env").write_text(dotenv, encoding="utf-8")
        (folder / ".env").chmod(0o600)
    (folder / "tenfold.toml").write_text(toml, encoding="utf-8")
    report = check(environ=environ)
    assert report.errors == []
    return [str(each) for each in report.warnings]


def invoke(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(check_command, arguments)


def test_nothing_is_wrong(folder: Path) -> None:
    """Settings as they should be get no finding."""
    assert warnings(folder, "DATABASE_URL=postgresql://ana:Zw9-long-enough@db/shop\n") == []


def test_names_that_differ(folder: Path) -> None:
    """Two names that say different things are a warning that names both."""
    found = warnings(folder, DATABASE_URL="sqlite:///a.db", TENFOLD_DATABASE_URL="sqlite:///b.db")
    assert found == [
        "environment variable DATABASE_URL: DATABASE_URL is ignored: TENFOLD_DATABASE_URL says "
        "otherwise and wins; make both equal, or take TENFOLD_DATABASE_URL away"
    ]


def test_names_that_agree(folder: Path) -> None:
    """Two names that say the same need no word."""
    url = "sqlite:///a.db"
    assert warnings(folder, DATABASE_URL=url, TENFOLD_DATABASE_URL=url) == []


def test_overriding_is_no_warning(folder: Path) -> None:
    """A variable that overrides a file is what levels are for."""
    assert warnings(folder, toml="db_cache_ttl = 5\n", DB_CACHE_TTL="6") == []


@pytest.mark.parametrize("password", ["postgres", "changeme", "Admin123", "ana"])
def test_weak_password(password: str, folder: Path) -> None:
    """A password that anyone tries first is a warning at its line, and is not repeated."""
    found = warnings(folder, f"\nDATABASE_URL=postgresql://ana:{password}@db/shop\n")
    assert found == [
        ".env:2: the password in database_url is one of the first that anyone tries; "
        "write DATABASE_URL=postgresql://ana:***@db/shop with a long random password"
    ]


def test_placeholder(folder: Path) -> None:
    """A key that was never filled in is a warning."""
    found = warnings(folder, "OPENAI_API_KEY=your-api-key\n")
    assert found == [
        ".env:1: openai_api_key holds a placeholder; "
        "write the real one, or take OPENAI_API_KEY away"
    ]


@pytest.mark.parametrize(
    "line",
    ['google_api_key = "sk-1"', 'database_url = "postgresql://ana:Zw9-long-enough@db/shop"'],
)
def test_secret_in_toml(line: str, folder: Path) -> None:
    """A secret in the file that is usually committed is a warning that says where it belongs."""
    name = line.partition(" ")[0]
    (found,) = warnings(folder, toml=f"{line}\n")
    assert found.startswith(f"tenfold.toml:1: {name} holds a secret")
    assert f"move it to .env, as TENFOLD_{name.upper()}=..." in found


def test_url_without_password_in_toml(folder: Path) -> None:
    """A URL that holds no secret may stand in tenfold.toml."""
    assert warnings(folder, toml='database_url = "sqlite:///app.db"\n') == []


def test_open_dotenv(folder: Path) -> None:
    """A .env that every account can read is a warning where it holds secrets of ours."""
    path = folder / ".env"
    path.write_text("DB_CACHE_TTL=5\n", encoding="utf-8")
    path.chmod(0o644)
    assert check(environ={}).warnings == []
    path.write_text("OPENAI_API_KEY=sk-1\n", encoding="utf-8")
    (found,) = check(environ={}).warnings
    assert found.change == "run chmod 600 .env"
    path.chmod(0o640)
    assert check(environ={}).warnings == []


def test_many_connections(folder: Path) -> None:
    """More connections than any server takes are a warning."""
    (found,) = warnings(folder, DB_MAX_CONNECTIONS="5000")
    assert found.startswith(
        "environment variable DB_MAX_CONNECTIONS: DB_MAX_CONNECTIONS is over 1000"
    )


def test_every_error_is_listed(folder: Path) -> None:
    """One malformed file hides neither the other file's errors nor wrong values."""
    (folder / ".env").write_text("no line\nDB_CACHE_TTL=x\n", encoding="utf-8")
    (folder / "tenfold.toml").write_text("redis_ulr = 1\n", encoding="utf-8")
    report = check(environ={"SENTRY_DSN": "x", "DB_MAX_CONNECTIONS": "0"})
    assert [each.where for each in report.errors] == [
        ".env:1",
        "tenfold.toml:1",
        "environment variable SENTRY_DSN",
        "environment variable DB_MAX_CONNECTIONS",
        ".env:2",
    ]


def test_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text lists settings with their places, then errors and warnings apart."""
    monkeypatch.setenv("DB_CACHE_TTL", "5")
    (folder / ".env").write_text("REDIS_URL=nowhere\nDATABASE_URL=redis\n", encoding="utf-8")
    (folder / "tenfold.toml").write_text('openai_api_key = "sk-1"\n', encoding="utf-8")
    result = invoke()
    assert result.exit_code == 2
    settings, errors, found = result.output.split("\n\n")
    lines = [line.split(maxsplit=2) for line in settings.splitlines()]
    assert ["db_cache_ttl", "5", "environment variable DB_CACHE_TTL"] in lines
    assert ["openai_api_key", "**********", "tenfold.toml:1 openai_api_key"] in lines
    assert ["redis_url", "(wrong)", ".env:1 REDIS_URL"] in lines
    assert ["db_max_connections", "20", "default"] in lines
    assert errors.startswith("2 errors\n  .env:2: database_url")
    assert found.startswith("1 warning\n  tenfold.toml:1: openai_api_key")


def test_text_without_findings(folder: Path) -> None:
    """Where nothing is wrong, the text says so and the exit status is 0."""
    result = invoke()
    assert result.exit_code == 0
    assert result.output.endswith("\nNo errors, no warnings.\n")


def test_json(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON holds settings, errors and warnings, for a program to read."""
    monkeypatch.setenv("TENFOLD_OPTIMIZE_BUDGET", "lots")
    result = invoke("--json")
    assert result.exit_code == 2
    document = json.loads(result.output)
    assert {"name": "db_cache_ttl", "value": "3600", "source": "default"} in document["settings"]
    assert document["warnings"] == []
    assert document["errors"] == [
        {
            "where": "environment variable TENFOLD_OPTIMIZE_BUDGET",
            "problem": "optimize_budget is no size",
            "change": "write export TENFOLD_OPTIMIZE_BUDGET=50MB",
        }
    ]


def test_other_folder_is_named_in_full(folder: Path) -> None:
    """What is wrong in a folder other than this one is told by its whole path."""
    other = folder / "other"
    other.mkdir()
    (other / ".env").write_text("no line\n", encoding="utf-8")
    (found,) = check(other, {}).errors
    assert found.where == f"{other}/.env:1"


def test_folder_that_is_gone(folder: Path) -> None:
    """A program whose own folder was deleted runs on the environment alone."""
    gone = folder / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    try:
        report = check(environ={"DB_CACHE_TTL": "5"})
    finally:
        os.chdir(folder)
    assert report.errors == []
