"""A locked DuckDB connection over the raw Parquet files, for one request and one reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from systems.bi_solution.app import statements
from systems.bi_solution.app.lake import manifest

VIEWS = {"sales": "sales-*.parquet", "stock": "stock.parquet", "products": "products.parquet"}


class QueryTooLongError(Exception):
    """The query was stopped because it took too long; ask for less."""


class QueryTooBigError(Exception):
    """The query needed more memory than one question may have; ask for less."""


class QueryFailedError(Exception):
    """The data can't answer this query; the message is the database's own."""


@dataclass(frozen=True)
class Result:
    """Rows and what they are called."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool = False


@dataclass(frozen=True)
class Limits:
    """What one query may take."""

    rows: int = 1_000
    seconds: float = 10.0
    memory: str = "512MB"
    threads: int = 2


Scope = frozenset[str] | None
"""The segments that a reader may see; None for all of them."""


class Reader:
    """Runs queries that see only what the scope allows."""

    def __init__(self, connection: Any, limits: Limits, seen: manifest.Manifest) -> None:
        self._connection = connection
        self._limits = limits
        self.manifest = seen

    def run(self, sql: str, given: Sequence[Any] | dict[str, Any] | None = None) -> Result:
        """The rows of one query, cut at the limit.

        Raises:
            QueryTooLongError: it was interrupted.
            QueryTooBigError: it needed too much memory.
            QueryFailedError: it isn't valid for this data.
        """
        statements.note()
        timer = threading.Timer(self._limits.seconds, self._connection.interrupt)
        timer.start()
        try:
            cursor = (
                self._connection.execute(sql, given) if given else self._connection.execute(sql)
            )
            rows = cursor.fetchmany(self._limits.rows + 1)
            columns = tuple(column[0] for column in cursor.description)
        except duckdb.InterruptException as error:
            raise QueryTooLongError(QueryTooLongError.__doc__) from error
        except duckdb.OutOfMemoryException as error:
            raise QueryTooBigError(QueryTooBigError.__doc__) from error
        except duckdb.Error as error:
            raise QueryFailedError(str(error).split("\n", maxsplit=1)[0]) from error
        finally:
            timer.cancel()
        return Result(columns, rows[: self._limits.rows], cut=len(rows) > self._limits.rows)


class Warehouse:
    """Opens readers over one lake."""

    def __init__(self, lake: Path, limits: Limits | None = None) -> None:
        self.lake = lake
        self.limits = limits or Limits()

    @contextmanager
    def open(self, scope: Scope) -> Iterator[Reader]:
        """A fresh connection whose views hold the rows of the scope and no others.

        Raises:
            LakeError: the files aren't there or can't be read.
        """
        seen = manifest.read(self.lake)
        connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "python_enable_replacements": "false",
                "memory_limit": self.limits.memory,
                "threads": str(self.limits.threads),
                "temp_directory": "",
            }
        )
        try:
            for statement in self._preparation(scope):
                statements.note()
                connection.execute(statement)
            yield Reader(connection, self.limits, seen)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise manifest.LakeError(str(error)) from error
        finally:
            connection.close()

    def _preparation(self, scope: Scope) -> Iterator[str]:
        yield f"SET allowed_directories = [{quoted(str(self.lake) + '/')}]"
        yield "SET enable_external_access = false"
        for view, files in VIEWS.items():
            where = "" if scope is None else f" WHERE segment IN ({_listed(scope)})"
            source = quoted(str(self.lake / files))
            # No parameter can be bound in a view; both texts are quoted here.
            yield f"CREATE VIEW {view} AS SELECT * FROM read_parquet({source}){where}"  # noqa: S608
        yield "SET lock_configuration = true"


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _listed(scope: frozenset[str]) -> str:
    # An empty list is no valid IN; nobody's segment is called by an empty text.
    return ", ".join(quoted(segment) for segment in sorted(scope)) or "''"
