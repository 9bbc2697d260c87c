"""Tenfold takes a Python web app from a SQLite prototype to a hundred times the load.

Importing this package loads nothing: each public name is fetched when it is first asked for.
"""

TYPE_CHECKING = False  # type checkers know this name; the module typing need not be loaded

if TYPE_CHECKING:
    from tenfold.errors import MissingDependencyError, SettingsError, TenfoldError
    from tenfold.events import Event, Progress, subscribe
    from tenfold.settings import Settings, load_settings

__version__ = "0.1.0.dev0"

__all__ = [
    "Event",
    "MissingDependencyError",
    "Progress",
    "Settings",
    "SettingsError",
    "TenfoldError",
    "__version__",
    "load_settings",
    "subscribe",
]

_HOMES = {
    "Event": "tenfold.events",
    "MissingDependencyError": "tenfold.errors",
    "Progress": "tenfold.events",
    "Settings": "tenfold.settings",
    "SettingsError": "tenfold.errors",
    "TenfoldError": "tenfold.errors",
    "load_settings": "tenfold.settings",
    "subscribe": "tenfold.events",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Show the names that are not loaded yet as well."""
    return sorted({*globals(), *__all__})
