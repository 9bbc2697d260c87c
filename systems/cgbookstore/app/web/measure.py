"""How many SQL statements an answer took, for whoever measures (MEASURE=1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


class Counter:
    """Counts what passes through a database connection."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, *statement: Any) -> Any:
        """Count a statement, and let it pass."""
        self.statements += 1
        return execute(*statement)


def count_statements(answer: View) -> View:
    """Say in `Server-Timing` how many statements each answer took."""

    def counted(request: HttpRequest) -> HttpResponse:
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = answer(request)
        response["Server-Timing"] = f'sql;desc="{counter.statements}"'
        return response

    return counted
