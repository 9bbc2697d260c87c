"""What Tenfold can be told: one table, read from four places, checked before it is believed."""

from tenfold.settings.check import Report, Row, check
from tenfold.settings.load import load_settings
from tenfold.settings.problems import Finding, Severity
from tenfold.settings.secrets import SecretUrl, mask_url
from tenfold.settings.table import Settings
from tenfold.settings.units import parse_duration, parse_size, show_duration, show_size

__all__ = [
    "Finding",
    "Report",
    "Row",
    "SecretUrl",
    "Settings",
    "Severity",
    "check",
    "load_settings",
    "mask_url",
    "parse_duration",
    "parse_size",
    "show_duration",
    "show_size",
]
