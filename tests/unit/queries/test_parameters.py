"""Bound values: read from a recording, written as literals, put into the text."""

import json
import math
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.queries.parameters import (
    Parameters,
    Value,
    inline,
    literal,
    parameters_from_json,
    to_qmark,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), texts, st.binary()
)
memory = apsw.Connection(":memory:")


def asked(sql: str, parameters: Parameters = ()) -> Any:
    """The first row of a query."""
    return memory.execute(sql, parameters or None).fetchall()[0]


@given(values)
def test_literal_is_read_back(value: Value) -> None:
    """SQLite reads a literal as the same value, of the same type."""
    (read,) = asked(f"SELECT {literal(value)}")
    assert type(read) is type(value)
    assert read == value


def test_what_is_no_number_is_null() -> None:
    """SQLite binds NaN as NULL, so that is how it is written."""
    assert asked("SELECT ?", (math.nan,)) == asked(f"SELECT {literal(math.nan)}") == (None,)


@given(st.tuples(values, values, values))
def test_inline_means_the_same_as_binding(three: tuple[Value, Value, Value]) -> None:
    """A statement gives the same rows with its values bound and with them written into it."""
    sql = "SELECT ?3, ?, ?1, ?2, :name, '?' -- ?"
    given_values = (*three, three[0], three[1])
    assert asked(sql, given_values) == asked(inline(sql, given_values))


@given(values, values)
def test_inline_by_name(one: Value, two: Value) -> None:
    """Named values are put where their names stand, whichever sign is before them."""
    sql = "SELECT :a, @b, $a, ':a'"
    named: Parameters = {"a": one, "b": two}
    assert asked(sql, named) == asked(inline(sql, named))


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_inline_stands_apart(one: int, two: int) -> None:
    """A literal never grows together with its neighbours: 5-? with -1 is no comment."""
    sql = "SELECT 5-?, 1 WHERE 1=1 AND?IS NOT NULL"
    assert asked(sql, (one, two)) == asked(inline(sql, (one, two)))


def test_missing_values_stay() -> None:
    """A parameter without a value is left as it is."""
    assert inline("SELECT ?, ?, :a", (1,)) == "SELECT 1, ?, :a"
    assert inline("SELECT :a, :b", {"a": "x"}) == "SELECT 'x', :b"
    assert inline("SELECT ?", ()) == "SELECT ?"


@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), texts)))
def test_json_gives_the_values_back(several: list[Value]) -> None:
    """A list of plain values comes through JSON as it was."""
    assert repr(parameters_from_json(json.loads(json.dumps(several)))) == repr(tuple(several))


def test_json_of_other_values() -> None:
    """Objects name values, booleans become numbers, bytes stand in base64, null is none."""
    assert parameters_from_json({"a": True, "b": {"$base64": "AP8="}}) == {"a": 1, "b": b"\x00\xff"}
    assert parameters_from_json(None) == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("abc", "neither a list nor an object"),
        (7, "neither a list nor an object"),
        ([[1]], "cannot bind"),
        ([{"a": 1}], "cannot bind"),
        ([{"$base64": "?"}], "cannot be decoded"),
        ([{"$base64": 7}], "cannot be decoded"),
        ([2**63], "64 bits"),
        (["\ud800"], "surrogate"),
    ],
)
def test_values_that_cannot_be_bound(value: Any, why: str) -> None:
    """What SQLite can't bind is refused, with the reason."""
    with pytest.raises(ValueError, match=why):
        parameters_from_json(value)


@pytest.mark.parametrize(
    ("sql", "parameters", "turned"),
    [
        ("SELECT %s, '%s', 5 %% 2", (1,), "SELECT ?, '%s', 5 % 2"),
        ("SELECT %(a)s", {"a": 1}, "SELECT :a"),
        ("SELECT a LIKE '100%%' AND b = %s", (1,), "SELECT a LIKE '100%' AND b = ?"),
        ("SELECT a %s FROM t", (), "SELECT a %s FROM t"),
        ("SELECT a %s FROM t WHERE b = ?", (1,), "SELECT a %s FROM t WHERE b = ?"),
        ("SELECT 5 % 2, ?", (1,), "SELECT 5 % 2, ?"),
    ],
)
def test_pyformat(sql: str, parameters: Parameters, turned: str) -> None:
    """Django's %s becomes ?, unless the statement is SQLite's own already."""
    assert to_qmark(sql, parameters) == turned
