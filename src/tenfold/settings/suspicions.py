"""Settings that work, and that somebody will be sorry for: the warnings of `tenfold check`."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from pydantic import SecretStr

from tenfold.settings.dotenv_file import is_world_readable
from tenfold.settings.entries import Entry, Level
from tenfold.settings.names import PREFIX
from tenfold.settings.problems import Finding, warning
from tenfold.settings.secrets import SecretUrl, holds_secret, mask_url, password_in, user_in
from tenfold.settings.sources import Reading
from tenfold.settings.table import Settings

MANY_CONNECTIONS = 1000

# The first that anyone tries, and the ones that tutorials and images come with.
_WEAK = frozenset(
    "admin admin123 changeme default example letmein pass password password123 postgres qwerty "
    "redis root secret tenfold test user 123 1234 12345 123456 12345678".split()
)
_PLACEHOLDERS = frozenset("changeme key none null secret todo xxx your-api-key".split())


def suspect(reading: Reading, settings: Settings) -> list[Finding]:
    """Every warning about these settings, each with its place and what to write."""
    rules: tuple[Callable[[Reading, Settings], Iterator[Finding]], ...] = (
        _names_that_differ,
        _weak_passwords,
        _placeholders,
        _secrets_in_toml,
        _open_dotenv,
        _many_connections,
    )
    return [finding for rule in rules for finding in rule(reading, settings)]


def _names_that_differ(reading: Reading, _: Settings) -> Iterator[Finding]:
    for entries in reading.found.values():
        for first, second in pairwise(entries):
            if first.level is second.level and first.value != second.value:
                problem = f"{second.key} is ignored: {first.key} says otherwise and wins"
                yield warning(second.where, problem, f"make both equal, or take {first.key} away")


def _weak_passwords(reading: Reading, settings: Settings) -> Iterator[Finding]:
    for name, entry, url in _urls(reading, settings):
        password = password_in(url)
        if password and (password.lower() in _WEAK or password == user_in(url)):
            problem = f"the password in {name} is one of the first that anyone tries"
            line = entry.written(mask_url(url))
            yield warning(entry.where, problem, f"write {line} with a long random password")


def _placeholders(reading: Reading, settings: Settings) -> Iterator[Finding]:
    for name, entry in reading.winners.items():
        value = getattr(settings, name)
        if isinstance(value, SecretStr) and value.get_secret_value().lower() in _PLACEHOLDERS:
            problem = f"{name} holds a placeholder"
            yield warning(entry.where, problem, f"write the real one, or take {entry.key} away")


def _secrets_in_toml(reading: Reading, settings: Settings) -> Iterator[Finding]:
    for name, entry in reading.winners.items():
        if entry.level is Level.TOML and _is_secret(getattr(settings, name)):
            problem = f"{name} holds a secret in a file that is usually committed"
            fix = f"move it to .env, as {PREFIX}{name.upper()}=..., and replace the secret"
            yield warning(entry.where, problem, fix)


def _open_dotenv(reading: Reading, settings: Settings) -> Iterator[Finding]:
    secret = [
        entry
        for name, entry in reading.winners.items()
        if entry.level is Level.DOTENV and _is_secret(getattr(settings, name))
    ]
    if secret and is_world_readable(reading.folder / ".env"):
        problem = "every account on this machine can read the secrets in this file"
        yield warning(secret[0].file, problem, f"run chmod 600 {secret[0].file}")


def _many_connections(reading: Reading, settings: Settings) -> Iterator[Finding]:
    entry = reading.winners.get("db_max_connections")
    if entry and settings.db_max_connections > MANY_CONNECTIONS:
        problem = f"{entry.key} is over {MANY_CONNECTIONS}; PostgreSQL itself takes 100 by default"
        yield warning(entry.where, problem, f"write {entry.written('20')} and let clients wait")


def _urls(reading: Reading, settings: Settings) -> Iterator[tuple[str, Entry, str]]:
    for name, entry in reading.winners.items():
        value = getattr(settings, name)
        if isinstance(value, SecretUrl):
            yield name, entry, value.get_secret_value()


def _is_secret(value: object) -> bool:
    if isinstance(value, SecretUrl):
        return holds_secret(value.get_secret_value())
    return isinstance(value, SecretStr)
