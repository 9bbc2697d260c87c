"""Secrets are never printed."""

import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tenfold import Settings, SettingsError, load_settings
from tenfold.cli.check import check as check_command
from tenfold.settings import SecretUrl, check, mask_url

# Long enough that none turns up in our own words by chance; of all that people put in passwords.
SECRETS = st.text("abcdefXYZ0123456789!#$%&*+-/:;=?@[]^_{}~.", min_size=12, max_size=40).map(
    lambda text: f"q{text}q"
)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ana:s3cret@db.host:5432/shop", "postgresql://ana:***@db.host:5432/shop"),
        ("postgresql://ana:p@ss/w:rd@h1:1,h2:2/shop", "postgresql://ana:***@h1:1,h2:2/shop"),
        (
            "postgresql://h/d?password=x&sslmode=require",
            "postgresql://h/d?password=***&sslmode=require",
        ),
        ("postgresql://ana:secret", "postgresql://***"),
        ("postgresql://ana:secret/part", "postgresql://***/***"),
        ("redis://:s3cret@localhost/0", "redis://:***@localhost/0"),
        ("redis://s3cret@localhost", "redis://***@localhost"),
        ("redis://s3cret:@localhost", "redis://***@localhost"),
        ("redis://[::1]:6379/0", "redis://[::1]:6379/0"),
        ("unix:///run/valkey.sock?db=1&password=x", "unix:///run/valkey.sock?db=1&password=***"),
        ("sqlite:////srv/a@b:c.db?key=x", "sqlite:////srv/a@b:c.db?key=***"),
        ("duckdb:///md:shop?motherduck_token=x", "duckdb:///md:shop?motherduck_token=***"),
        ("memory://", "memory://"),
        ("host=db password=x", "***"),
        ("", ""),
    ],
)
def test_mask(url: str, shown: str) -> None:
    """Only what is sure to be no secret is shown of a URL."""
    assert mask_url(url) == shown
    assert str(SecretUrl(url)) == shown


@given(SECRETS)
def test_password_never_shows(secret: str) -> None:
    """No password shows in a masked URL, whatever its characters."""
    for url in (
        f"postgresql://ana:{secret}@db/shop",
        f"redis://:{secret}@db/0",
        f"redis://{secret}@db/0",
        f"postgresql://db/shop?password={secret.replace('&', '')}",
        secret,
    ):
        shown = mask_url(url)
        assert secret not in shown
        assert secret.replace("&", "") not in shown


@given(SECRETS)
def test_settings_show_no_secret(secret: str) -> None:
    """Neither print, repr nor JSON of settings shows a secret."""
    settings = load_settings(
        folder=Path("no such folder"),
        environ={},
        database_url=f"postgresql://ana:{secret}@db/shop",
        redis_url=f"rediss://:{secret}@cache",
        sentry_dsn=f"https://{secret.translate({ord(c): 'x' for c in '/@:'})}@sentry.invalid/1",
        google_api_key=secret,
        openai_api_key=secret,
    )
    dsn = settings.sentry_dsn
    assert isinstance(dsn, SecretStr)
    for text in (
        str(settings),
        repr(settings),
        settings.model_dump_json(),
        repr(settings.model_dump()),
    ):
        assert secret not in text
        assert dsn.get_secret_value() not in text


@pytest.mark.parametrize("name", ["database_url", "redis_url", "sentry_dsn", "db_cache_ttl"])
@given(secret=SECRETS)
def test_refusal_shows_no_secret(name: str, secret: str) -> None:
    """A value that is refused, and may be a secret in the wrong place, is not repeated."""
    nowhere = Path("no such folder")
    with pytest.raises(SettingsError) as by_argument:
        load_settings(folder=nowhere, environ={}, **{name: secret})
    with pytest.raises(SettingsError) as by_variable:
        load_settings(folder=nowhere, environ={f"TENFOLD_{name.upper()}": secret})
    with pytest.raises(ValueError, match="validation error") as by_class:
        Settings(**{name: secret})  # type: ignore[arg-type]
    for caught in (by_argument, by_variable, by_class):
        assert secret not in str(caught.value)


@given(secret=SECRETS, weak=st.sampled_from(["", "mysql", "postgresql"]))
def test_check_shows_no_secret(secret: str, weak: str) -> None:
    """No output of check shows a secret, however wrong the files are."""
    environ = {
        "DATABASE_URL": f"{weak}://ana:{secret}@db/shop",
        "TENFOLD_DATABASE_URL": f"postgresql://{secret}:{secret}@db/shop",
        "SENTRY_DSN": secret,
        "OPENAI_API_KEY": secret,
        "REDIS_URL": secret,
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ".env").write_text(f"GOOGLE_API_KEY='{secret}'\nno line {secret}\n", "utf-8")
        (folder / "tenfold.toml").write_text(f"sentry_dsn = {secret!r}\nx = {secret}\n", "utf-8")
        report = check(folder, environ)
    shown = " ".join(map(str, [*report.rows, *report.errors, *report.warnings]))
    # As a user's name in a URL it may show: there it is no secret.
    user = f"postgresql://{secret.partition(':')[0]}:***@"
    assert secret not in shown.replace(user, "")


def test_command_shows_no_secret(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`tenfold check`, in text and in JSON, masks every secret."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:hunter2@db/shop?token=hunter2")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hunter2")
    for arguments in ([], ["--json"]):
        result = CliRunner().invoke(check_command, arguments)
        assert result.exit_code == 0
        assert "postgresql://ana:***@db/shop?token=***" in click.unstyle(result.output)
        assert "hunter2" not in result.output


def test_value_is_there_for_the_program() -> None:
    """The program gets the whole URL, also after it was sent to another process."""
    url = pickle.loads(pickle.dumps(SecretUrl("redis://:x@h")))  # noqa: S301
    assert url.get_secret_value() == "redis://:x@h"
