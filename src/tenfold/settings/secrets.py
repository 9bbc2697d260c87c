"""What may be shown of a URL that may hold a password.

Masking errs on the safe side: a part is shown only where it is sure to be no secret.
"""

import re

from pydantic import Secret

MASK = "***"

_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{0,19})://(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_HOSTS = re.compile(r"(?:[\w.-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_SHOWN_OPTIONS = frozenset(
    ["application_name", "cache", "connect_timeout", "db", "mode", "sslmode", "timeout"]
)
_FILE_SCHEMES = frozenset(["duckdb", "sqlite"])


class SecretUrl(Secret[str]):
    """A URL whose password shows neither in print nor in a repr; `get_secret_value()` has it."""

    def _display(self) -> str:
        return mask_url(self.get_secret_value())


def mask_url(url: str) -> str:
    """The URL with its password, and all that might be one, replaced by `***`."""
    found = _URL.fullmatch(url)
    if found is None:
        return MASK if url else ""
    scheme, rest = found["scheme"], found["rest"]
    shown = ""
    if not is_file_url(url):
        userinfo, at, rest = rest.rpartition("@")  # a password may itself hold an @
        shown = f"{_mask_userinfo(userinfo)}@" if at else ""
    rest, sharp, _ = rest.partition("#")
    place, mark, options = rest.partition("?")
    host, slash, path = place.partition("/")
    if not all(_HOSTS.fullmatch(each) for each in host.split(",")):
        host, path = MASK, path and MASK
    return f"{scheme}://{shown}{host}{slash}{path}{mark}{_mask_options(options)}" + (
        f"#{MASK}" if sharp else ""
    )


def _mask_userinfo(userinfo: str) -> str:
    user, _, password = userinfo.partition(":")
    return f"{user}:{MASK}" if password else MASK  # one word alone may be a token


def _mask_options(options: str) -> str:
    return "&".join(_mask_option(each) for each in options.split("&") if each)


def _mask_option(option: str) -> str:
    name, equals, _ = option.partition("=")
    if name in _SHOWN_OPTIONS:
        return option
    return f"{name}={MASK}" if equals else MASK


def is_file_url(url: str) -> bool:
    """Whether the URL names a file, which has neither user nor host."""
    scheme, _, rest = url.partition("://")
    return scheme.lower() in _FILE_SCHEMES and rest.startswith("/")


def password_in(url: str) -> str | None:
    """The password that the URL holds, if it holds one."""
    found = _URL.fullmatch(url)
    if found is None or is_file_url(url):
        return None
    userinfo, _, _ = found["rest"].rpartition("@")
    return userinfo.partition(":")[2] or None


def user_in(url: str) -> str | None:
    """The user that the URL names, if it names one."""
    found = _URL.fullmatch(url)
    if found is None or is_file_url(url):
        return None
    return found["rest"].rpartition("@")[0].partition(":")[0] or None


def holds_secret(url: str) -> bool:
    """Whether anything in the URL has to be masked."""
    return MASK in mask_url(url)
