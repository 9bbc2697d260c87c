"""Statements that differ only in their values share a fingerprint, others don't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.queries.fingerprint import fingerprint
from tenfold.queries.parameters import Value, literal

plain = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
values = st.one_of(st.none(), st.integers(), st.floats(), plain, st.binary())
not_null = values.filter(lambda value: value is not None and value == value)


@given(not_null, not_null, not_null, not_null)
def test_values_do_not_count(a: Value, b: Value, c: Value, d: Value) -> None:
    """Whatever literals stand in a statement, its fingerprint is that with parameters."""
    text = "SELECT x FROM t WHERE a = {} AND b > {} AND c BETWEEN {} AND {} LIMIT 5"
    written = text.format(*(literal(value) for value in (a, b, c, d)))
    assert fingerprint(written) == fingerprint(text.format("?", "?", "?", "?"))
    assert fingerprint(written) == fingerprint(text.format(":a", "@b", "$c", "?7"))


@given(st.lists(values, min_size=1, max_size=9), st.lists(values, min_size=1, max_size=9))
def test_length_of_a_list_does_not_count(one: list[Value], two: list[Value]) -> None:
    """Lists after IN share a fingerprint, however many values they have."""
    written = [
        f"SELECT x FROM t WHERE a IN ({', '.join(literal(value) for value in several)})"
        for several in (one, two)
    ]
    assert fingerprint(written[0]) == fingerprint(written[1])


def test_number_of_rows_does_not_count() -> None:
    """An INSERT of many rows has the fingerprint of one row."""
    one = fingerprint("INSERT INTO t (a, b) VALUES (1, 'x')")
    assert one == fingerprint("INSERT INTO t (a, b) VALUES (?, ?), (-3, NULL), (4, x'00')")
    assert one.text == "INSERT INTO t (a, b) VALUES (?, ...)"


@pytest.mark.parametrize(
    "same",
    [
        "select X from T where A=1",
        "SELECT x\n  FROM t -- where\n WHERE a = /* ? */ -1.5e3 ;",
        "SELECT x FROM t WHERE a = 'it''s';;",
    ],
)
def test_writing_does_not_count(same: str) -> None:
    """Case, white space, comments and the last semicolon don't matter."""
    assert fingerprint(same).id == fingerprint("SELECT x FROM t WHERE a = ?").id


@pytest.mark.parametrize(
    "other",
    [
        "SELECT x FROM t WHERE b = ?",
        "SELECT x FROM t WHERE a > ?",
        "SELECT x FROM t WHERE a IS NULL",
        "SELECT x FROM t WHERE a = NULL",
        "SELECT x FROM t WHERE a = b - 1",
        "SELECT x FROM t WHERE a = ? ORDER BY 1",
        "SELECT x FROM t WHERE a IN (?)",
        "SELECT x FROM t WHERE a IN (SELECT a FROM u)",
    ],
)
def test_another_statement(other: str) -> None:
    """What asks another question has another fingerprint."""
    assert fingerprint(other).id != fingerprint("SELECT x FROM t WHERE a = ?").id


def test_places_in_order_by_are_no_values() -> None:
    """ORDER BY 1 sorts by another column than ORDER BY 2."""
    one, two = (
        fingerprint("SELECT a, b FROM t ORDER BY 1"),
        fingerprint("SELECT a, b FROM t ORDER BY 2"),
    )
    assert one.id != two.id
    listed = fingerprint("SELECT a, b FROM t GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5")
    assert listed.text == "SELECT a, b FROM t GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"


def test_a_sum_is_no_sign() -> None:
    """A minus between two values is kept, a sign is not."""
    assert fingerprint("SELECT a - 1, -1 FROM t").text == "SELECT a - ?, ? FROM t"


def test_quoted_names_stay_as_they_are() -> None:
    """White space inside of quotes belongs to the name."""
    assert fingerprint('SELECT "a ( b ,c" FROM t').text == 'SELECT "a ( b ,c" FROM t'


@given(st.text(max_size=60))
def test_any_text_has_one(sql: str) -> None:
    """Even nonsense has a fingerprint, always the same."""
    assert fingerprint(sql) == fingerprint(sql)
    assert len(fingerprint(sql).id) == 10
