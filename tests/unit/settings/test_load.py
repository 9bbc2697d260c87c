"""Where settings come from, and which of two wins."""

import traceback
from pathlib import Path

import pytest

from tenfold import Settings, SettingsError, load_settings


def write(folder: Path, *, dotenv: str = "", toml: str = "") -> None:
    """Lay the two files."""
    if dotenv:
        (folder / ".env").write_text(dotenv, encoding="utf-8")
    if toml:
        (folder / "tenfold.toml").write_text(toml, encoding="utf-8")


def refusal(**arguments: object) -> str:
    """What is said when the settings here cannot be used."""
    with pytest.raises(SettingsError) as caught:
        load_settings(**arguments)  # type: ignore[arg-type]
    return str(caught.value)


def test_defaults(folder: Path) -> None:
    """Where nothing is set, the table's defaults hold."""
    settings = load_settings()
    assert settings.db_max_connections == 20
    assert settings.db_cache_ttl == 3600
    assert settings.optimize_time == 90.0
    assert settings.optimize_budget is None
    assert settings.database_url is None
    assert settings.prometheus_enabled is False


def test_each_level_wins_over_the_next(folder: Path) -> None:
    """Arguments win over the environment, that over .env, and that over tenfold.toml."""
    assert load_settings(environ={}).db_max_connections == 20
    write(folder, toml="db_max_connections = 1\n")
    assert load_settings(environ={}).db_max_connections == 1
    write(folder, dotenv="DB_MAX_CONNECTIONS=2\n")
    assert load_settings(environ={}).db_max_connections == 2
    write(folder, dotenv="DB_MAX_CONNECTIONS=2\nTENFOLD_DB_MAX_CONNECTIONS=3\n")
    assert load_settings(environ={}).db_max_connections == 3
    variables = {"DB_MAX_CONNECTIONS": "4"}
    assert load_settings(environ=variables).db_max_connections == 4
    variables["TENFOLD_DB_MAX_CONNECTIONS"] = "5"
    assert load_settings(environ=variables).db_max_connections == 5
    assert load_settings(environ=variables, db_max_connections=6).db_max_connections == 6


@pytest.mark.parametrize(
    "name",
    ["DATABASE_URL", "TENFOLD_DATABASE_URL"],
)
def test_names_people_have(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that people already have are read as our own are."""
    monkeypatch.setenv(name, "sqlite:///shop.db")
    url = Settings().database_url
    assert url is not None
    assert url.get_secret_value() == "sqlite:///shop.db"


def test_none_is_not_given(folder: Path) -> None:
    """An option that nobody gave leaves the setting as the lower levels have it."""
    assert (
        load_settings(environ={"TENFOLD_OPTIMIZE_TIME": "5s"}, optimize_time=None).optimize_time
        == 5
    )


def test_empty_is_not_set(folder: Path) -> None:
    """A variable that is empty counts as not set."""
    write(folder, dotenv="DB_CACHE_TTL=60\n")
    assert load_settings(environ={"DB_CACHE_TTL": ""}).db_cache_ttl == 60


def test_other_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The files of a named folder are read in place of those here."""
    other = tmp_path_factory.mktemp("other")
    write(other, toml="db_cache_ttl = 7\n")
    assert load_settings(folder=other, environ={}).db_cache_ttl == 7


def test_old_spelling_of_postgresql(folder: Path) -> None:
    """A hosting service's `postgres://` is read as `postgresql://`."""
    url = load_settings(environ={"DATABASE_URL": "postgres://u:p@h/d"}).database_url
    assert url is not None
    assert url.get_secret_value() == "postgresql://u:p@h/d"


def test_folder_named_dotenv(folder: Path) -> None:
    """A folder named .env, as some virtual environments are, is left alone."""
    (folder / ".env").mkdir()
    assert load_settings(environ={}).db_cache_ttl == 3600


def test_settings_are_frozen(folder: Path) -> None:
    """Settings cannot change while the program runs."""
    with pytest.raises(ValueError, match="frozen"):
        load_settings().db_cache_ttl = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("files", "line"),
    [
        (
            {"dotenv": "A=1\n\n# note\nTENFOLD_DB_CACH_TTL=5\n"},
            ".env:4: TENFOLD_DB_CACH_TTL is no setting; the nearest is TENFOLD_DB_CACHE_TTL; "
            "write TENFOLD_DB_CACHE_TTL=3600",
        ),
        (
            {"toml": '# note\ndatabse_url = "sqlite:///a.db"\n'},
            "tenfold.toml:2: databse_url is no setting; the nearest is database_url; "
            'write database_url = "sqlite:///app.db"',
        ),
        (
            {"toml": "[tenfold]\ndb_cache_ttl = 5\n"},
            "tenfold.toml:1: [tenfold] is no setting; "
            "write settings at the top of the file, outside any [table]",
        ),
        (
            {"dotenv": "A=1\nthis is no line\n"},
            ".env:2: this line is malformed; "
            "write KEY=value, in quotes where the value holds spaces, quotes or #",
        ),
        (
            {"toml": "db_cache_ttl = 5\nredis_url = redis://x\n"},
            "tenfold.toml:2: this line is malformed; "
            'write key = "value" (text in quotes, numbers and true or false without)',
        ),
        (
            {"toml": 'db_cache_ttl = 5\nredis_url = """\nredis://x\n'},
            "tenfold.toml:2: this line is malformed; "
            'write key = "value" (text in quotes, numbers and true or false without)',
        ),
        (
            {"toml": "db_max_connections = 0\n"},
            "tenfold.toml:1: db_max_connections must be at least 1; write db_max_connections = 20",
        ),
        (
            {"dotenv": "DB_CACHE_TTL=soon\n"},
            ".env:1: db_cache_ttl must be a whole number; write DB_CACHE_TTL=3600",
        ),
        (
            {"dotenv": "export PROMETHEUS_ENABLED=perhaps\n"},
            ".env:1: prometheus_enabled must be true or false; write PROMETHEUS_ENABLED=true",
        ),
        (
            {"dotenv": "DATABASE_URL=mysql://u:hunter2@h/d\n"},
            ".env:1: database_url begins with no known scheme (sqlite, postgresql, duckdb); "
            "write DATABASE_URL=sqlite:///app.db",
        ),
        (
            {"toml": 'optimize_time = "a while"\n'},
            'tenfold.toml:1: optimize_time is no duration; write optimize_time = "90s"',
        ),
        (
            {"toml": "google_api_key = 5\n"},
            'tenfold.toml:1: google_api_key must be text; write google_api_key = "KEY"',
        ),
    ],
)
def test_wrong_file(files: dict[str, str], line: str, folder: Path) -> None:
    """What is wrong in a file is one line: the place, what is wrong, what to write."""
    write(folder, **files)
    assert refusal(environ={}) == line


def test_wrong_variable(folder: Path) -> None:
    """What is wrong in the environment names the variable."""
    assert refusal(environ={"TENFOLD_REDIS_ULR": "redis://x"}) == (
        "environment variable TENFOLD_REDIS_ULR: TENFOLD_REDIS_ULR is no setting; "
        "the nearest is TENFOLD_REDIS_URL; write export TENFOLD_REDIS_URL=redis://localhost:6379/0"
    )


def test_foreign_variables_are_left_alone(folder: Path) -> None:
    """Variables of other programs are no business of ours, in the environment or in .env."""
    write(folder, dotenv="DJANGO_SECRET_KEY=x\nDEBUG\n")
    assert load_settings(environ={"HOME": "/", "tenfold": "x"}).db_cache_ttl == 3600


def test_wrong_argument(folder: Path) -> None:
    """A wrong argument is told as such, and an unknown one names the nearest."""
    assert refusal(environ={}, optimize_time="soon") == (
        "argument optimize_time: optimize_time is no duration; give a value such as 90s"
    )
    assert refusal(environ={}, optimise_time="5s") == (
        "argument optimise_time: there is no setting optimise_time; the nearest is optimize_time"
    )


def test_more_errors_are_counted(folder: Path) -> None:
    """The first of several errors says how many follow, and how to see them."""
    write(folder, dotenv="TENFOLD_A=1\nTENFOLD_B=2\nTENFOLD_C=3\n")
    assert refusal(environ={}).endswith("(and 2 more: run tenfold check)")


def test_not_utf8(folder: Path) -> None:
    """A file in another encoding is one line."""
    (folder / ".env").write_bytes(b"NAME=\xe9\n")
    assert refusal(environ={}) == ".env: this file is not UTF-8 text; save it as UTF-8"


def test_byte_order_mark(folder: Path) -> None:
    """The mark that some editors put before the text is no part of the first key."""
    (folder / "tenfold.toml").write_bytes(b"\xef\xbb\xbfdb_cache_ttl = 9\n")
    assert load_settings(environ={}).db_cache_ttl == 9


def test_key_inside_a_text_is_no_key(folder: Path) -> None:
    """The line of a key is where its statement starts, whatever a text above it holds."""
    write(folder, toml='google_api_key = """\ndb_cache_ttl = 1\n"""\n\ndb_cache_ttl = "x"\n')
    assert refusal(environ={}).startswith("tenfold.toml:5: db_cache_ttl")


def test_traceback_holds_no_secret(folder: Path) -> None:
    """Not even the traceback of a refusal shows the value."""
    password = "hunter2"
    with pytest.raises(SettingsError) as caught:
        load_settings(environ={"DATABASE_URL": f"mysql://u:{password}@h/d"})
    assert password not in "".join(traceback.format_exception(caught.value))


def test_only_what_is_used_can_be_wrong(tmp_path: Path) -> None:
    """A command isn't stopped by another's setting in an app's .env, and is by one of its own."""
    (tmp_path / ".env").write_text("DATABASE_URL=mysql://shop\nTENFOLD_OPTIMIZE_TIME=soon\n")
    settings = load_settings(folder=tmp_path, environ={}, only=("optimize_budget",))
    assert settings.database_url is None
    with pytest.raises(SettingsError, match="TENFOLD_OPTIMIZE_TIME"):
        load_settings(folder=tmp_path, environ={}, only=("optimize_time",))
    with pytest.raises(SettingsError, match="run tenfold check"):
        load_settings(folder=tmp_path, environ={})
