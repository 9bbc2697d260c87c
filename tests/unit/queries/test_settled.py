"""Which statements answer the same twice."""

import pytest

from tenfold.queries.settled import is_settled
from tenfold.queries.shapes import group
from tenfold.queries.workload import Statement


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT random()",
        "SELECT * FROM t WHERE day = date('now')",
        "SELECT * FROM t WHERE day > datetime ( 'NOW', '-1 day')",
        "SELECT * FROM t WHERE day = current_date",
        "SELECT date()",
        "SELECT strftime('%Y')",
        "SELECT unixepoch()",
        "SELECT unixepoch('subsec')",
        "SELECT strftime('%f'), id FROM t",
        "SELECT changes()",
    ],
)
def test_unsettled(sql: str) -> None:
    """Chance and the clock give another answer though no table changed."""
    assert not is_settled(sql)


def test_settled() -> None:
    """Columns of such names and dates of given days are settled; a bound 'now' is not."""
    assert is_settled("SELECT random, date FROM t WHERE day = date(sold_at, '-1 day')")
    assert is_settled("SELECT strftime('%Y', sold_at) FROM t WHERE word = ?", ("know",))
    assert not is_settled("SELECT * FROM t WHERE day = date(?)", ("now",))
    assert not is_settled("SELECT * FROM t WHERE day = date(:day)", {"day": "now"})


def test_one_call_makes_a_shape_unsteady() -> None:
    """A shape is unsteady where any of its calls asks for the time, not only the first."""
    day = "SELECT * FROM t WHERE day > date(?)"
    steady, mixed = [Statement(day, ("2026-01-01",))], [Statement(day, ("now",))]
    assert not group([(one, "read") for one in steady])[0].unsteady
    assert group([(one, "read") for one in [*steady, *mixed]])[0].unsteady
