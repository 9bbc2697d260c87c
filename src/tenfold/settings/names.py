"""The names a setting goes by, and the nearest one to a name that is none."""

import difflib
from collections.abc import Iterable

from pydantic.fields import FieldInfo

PREFIX = "TENFOLD_"


def environment_names(name: str, field: FieldInfo) -> tuple[str, ...]:
    """A setting's names in an environment, the one that wins first."""
    also = _extra(field, "also")
    return tuple(filter(None, (PREFIX + name.upper(), also)))


def example(field: FieldInfo) -> str:
    """A value that shows how the setting is written."""
    return _extra(field, "example")


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like this one."""
    plain = {each.lower().removeprefix(PREFIX.lower()): each for each in known}
    sought = name.lower().removeprefix(PREFIX.lower())
    return plain[difflib.get_close_matches(sought, plain, n=1, cutoff=0)[0]]


def _extra(field: FieldInfo, key: str) -> str:
    extra = field.json_schema_extra
    return str(extra[key]) if isinstance(extra, dict) else ""
