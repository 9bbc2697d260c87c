"""Loops of queries are found, and visits in a row are not taken for them."""

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.queries.n_plus_one import find_n_plus_one, is_read, moment
from tenfold.queries.workload import Statement

LIST = "SELECT id, author_id FROM books ORDER BY id LIMIT 20"
LOOKUP = "SELECT name FROM authors WHERE id = ?"
OTHER = "SELECT avg(stars) FROM reviews WHERE book_id = ?"


def run(
    sql: str, *values: int, request: str | None = "GET /books", visit: int = 1, site: str = "v.py:9"
) -> Statement:
    """One statement as it was recorded."""
    return Statement(sql, values, request, visit, call_site=site)


def page(lookups: int, visit: int = 1) -> list[Statement]:
    """A list and a lookup for each of its rows."""
    return [
        run(LIST, visit=visit, site="v.py:3"),
        *(run(LOOKUP, n, visit=visit) for n in range(lookups)),
    ]


def timed(statements: Sequence[Statement], gap: float) -> list[Statement]:
    """The statements so many seconds apart."""
    return [dataclasses.replace(s, at=str(1e9 + n * gap)) for n, s in enumerate(statements)]


def test_loop_after_a_list() -> None:
    """Twenty lookups after a list are found, with numbers, the place and the way out."""
    (found,) = find_n_plus_one(page(20))
    assert found.kind == "n+1"
    assert "GET /books runs one lookup up to 20 times" in found.what
    assert "20 different values" in found.what
    assert found.call_site == "v.py:9"
    assert "WHERE id IN (?, ...)" in found.fix
    assert "select_related" in found.fix


def test_average_over_visits() -> None:
    """The most and the average are told over all visits that have the loop."""
    (found,) = find_n_plus_one([*page(20, 1), *page(10, 2), *page(3, 3)])
    assert "up to 20 times (15 on average over 2 visits)" in found.what


def test_below_the_threshold() -> None:
    """A few lookups are no loop worth telling, unless less is asked for."""
    assert find_n_plus_one(page(9)) == []
    assert len(find_n_plus_one(page(9), threshold=9)) == 1


def test_visits_of_one_lookup_in_a_row() -> None:
    """A page that runs one lookup and is visited often is no loop."""
    assert find_n_plus_one([run(LOOKUP, n) for n in range(50)]) == []


def test_visits_of_two_lookups_in_a_row() -> None:
    """Visits under one name are told apart where their first statement comes again."""
    visits = [s for n in range(50) for s in (run(LOOKUP, n), run(OTHER, n))]
    assert find_n_plus_one(visits) == []


def test_visits_grouped_by_statement() -> None:
    """A script that has all calls of one statement, then all of the next, shows no loop."""
    assert find_n_plus_one([run(sql, n) for sql in (LOOKUP, OTHER) for n in range(50)]) == []


def test_first_visit_that_runs_more() -> None:
    """A statement that only the first visit runs is no list over the visits that follow."""
    visits = [s for n in range(50) for s in (run(LOOKUP, n), run(OTHER, n))]
    assert find_n_plus_one([run("SELECT * FROM settings"), *visits]) == []


def test_visits_of_a_short_list_in_a_row() -> None:
    """The lookups of two visits aren't added up where the list comes again."""
    visit = page(8)
    visit[0] = dataclasses.replace(visit[0], rows=8)
    assert find_n_plus_one([*visit, *visit]) == []


def test_pause_ends_a_visit() -> None:
    """Lookups that lie seconds apart belong to other visits."""
    assert find_n_plus_one(timed(page(20), gap=3)) == []
    assert len(find_n_plus_one(timed(page(20), gap=0.01))) == 1


def test_marked_visits_are_believed() -> None:
    """Where the recording tells visits apart a loop needs no list before it."""
    loop = [run(sql, n, visit=1) for n in range(12) for sql in (LOOKUP, OTHER)]
    assert len(find_n_plus_one([*loop, run(LIST, visit=2)])) == 2


def test_marked_visits_that_ran_at_the_same_time() -> None:
    """Visits that lie between each other are counted each by itself."""
    between = [s for n in range(8) for s in (run(LOOKUP, n, visit=1), run(LOOKUP, n, visit=2))]
    assert find_n_plus_one(between) == []
    between = [s for n in range(12) for s in (run(LOOKUP, n, visit=1), run(LOOKUP, n, visit=2))]
    (found,) = find_n_plus_one(between)
    assert "up to 12 times (12 on average over 2 visits)" in found.what


def test_two_lookups_in_the_loop() -> None:
    """Two lookups by turns are a loop where the list before returned as many rows."""
    listed = dataclasses.replace(run(LIST), rows=15)
    loop = [run(sql, n) for n in range(15) for sql in (LOOKUP, OTHER)]
    assert len(find_n_plus_one([listed, *loop])) == 2
    assert find_n_plus_one([dataclasses.replace(listed, rows=1), *loop]) == []


def test_without_requests() -> None:
    """Where nothing names the page, only a list of as many rows proves the loop."""
    bare = [dataclasses.replace(s, request=None) for s in page(20)]
    assert find_n_plus_one(bare) == []
    bare[0] = dataclasses.replace(bare[0], rows=20)
    (found,) = find_n_plus_one(bare)
    assert found.what.startswith("One run of the app runs one lookup")


def test_same_values() -> None:
    """The same question again and again is another finding: keep the answer."""
    (found,) = find_n_plus_one([run(LIST), *(run(LOOKUP, 7) for _ in range(30))])
    assert "same values up to 30 times" in found.what
    assert "keep the answer" in found.fix


def test_few_different_values_are_still_a_loop() -> None:
    """Thirty rows that refer to six others are loaded one by one all the same."""
    (found,) = find_n_plus_one([run(LIST), *(run(LOOKUP, n % 6) for n in range(30))])
    assert "up to 30 times" in found.what
    assert "6 different values" in found.what


def test_values_in_the_text() -> None:
    """Values that are written into the statement count as values."""
    ran = [Statement(f"SELECT name FROM authors WHERE id = {n}", request="p") for n in range(20)]
    (found,) = find_n_plus_one([Statement(LIST, request="p"), *ran])
    assert "20 different values" in found.what


def test_writes_are_no_lookups() -> None:
    """Many inserts in one request are work, not a loop of lookups."""
    inserts = [run("INSERT INTO lines VALUES (?)", n) for n in range(30)]
    assert find_n_plus_one([run(LIST), *inserts]) == []


def test_other_request_ends_a_visit() -> None:
    """Lookups of the same shape by other pages aren't added up."""
    mixed = [s for n in range(20) for s in (run(LOOKUP, n), run(LIST, request="GET /all"))]
    assert find_n_plus_one(mixed) == []


def test_most_common_call_site() -> None:
    """Of several places in the code the one that ran it most is named."""
    ran = page(20)
    ran[5] = dataclasses.replace(ran[5], call_site="x.py:1")
    assert find_n_plus_one(ran)[0].call_site == "v.py:9"


def test_aggregates_are_grouped_and_limits_left_out() -> None:
    """The one statement that would do groups aggregates and has no LIMIT."""
    (found,) = find_n_plus_one([run(LIST), *(run(OTHER, n) for n in range(20))])
    assert "GROUP BY book_id" in found.fix
    limited = [run("SELECT * FROM authors WHERE id = ? LIMIT 21", n) for n in range(20)]
    (found,) = find_n_plus_one([run(LIST), *limited])
    assert "WHERE id IN (?, ...)." in found.fix


def test_no_statement_is_made_up() -> None:
    """With two conditions nothing says which of them to collect."""
    sql = "SELECT * FROM prices WHERE product = ? AND day <= ?"
    (found,) = find_n_plus_one([run(LIST), *(run(sql, n, 5) for n in range(20))])
    assert "IN (…)" in found.fix


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(1, 20))
def test_no_loop_longer_than_what_ran(kinds: list[int], threshold: int) -> None:
    """Whatever ran, a loop is never told of a statement that ran less often than the threshold."""
    texts = [LIST, LOOKUP, OTHER, "SELECT * FROM settings"]
    ran = [run(texts[kind], n) for n, kind in enumerate(kinds)]
    found = find_n_plus_one(ran, threshold=threshold)
    assert len(found) <= sum(kinds.count(kind) >= threshold for kind in range(4))


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        ("SELECT 1", True),
        ("values (1)", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", False),
        ("WITH a AS (SELECT replace('a', 'b', 'c')) DELETE FROM t", False),
        ("UPDATE t SET a = (SELECT 1)", False),
        ("PRAGMA user_version", False),
        ("", False),
    ],
)
def test_reads(sql: str, read: bool) -> None:
    """A read is told by its words, behind a WITH as well."""
    assert is_read(sql) is read


def test_moment() -> None:
    """Times are ISO 8601 or seconds; without a zone they are UTC, and nonsense is none."""
    assert moment("1970-01-01T00:01:00Z") == moment("1970-01-01 00:01:00") == moment("60") == 60
    assert moment("1970-01-01T01:01:00+01:00") == 60
    assert moment("yesterday") is moment(None) is moment("") is None
