"""What the planner would choose, without building it."""

from collections.abc import Iterator
from typing import Any, cast

import apsw
import pytest

from tenfold.queries.index import Candidate
from tenfold.queries.schema import Term, read_schema
from tenfold.queries.shapes import Call
from tenfold.queries.statistics import read_statistics
from tenfold.queries.whatif import WhatIf
from tests.studies import pick, rows


def index(*keys: str, where: str | None = None) -> Candidate:
    """A candidate on table t."""
    return Candidate("t", tuple(Term(key, key) for key in keys), where)


A, B, AB, LONELY = index("a"), index("b"), index("a", "b"), index("c")
PARTIAL = index("b", where="b = 0")


@pytest.fixture
def source() -> Iterator[apsw.Connection]:
    """A table of which a is selective and b is not."""
    connection = apsw.Connection(":memory:")
    connection.create_scalar_function("pick", cast("Any", pick))
    connection.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c INT);"
        "CREATE VIEW v AS SELECT * FROM t; CREATE TABLE empty (x);"
        + rows("t", 5_000, "x, pick(x, 1000), pick(x, 3), x")
    )
    yield connection
    connection.close()


@pytest.fixture
def whatif(source: apsw.Connection) -> Iterator[WhatIf]:
    """A what-if of that table."""
    schema = read_schema(source)
    whatif = WhatIf(source, schema, read_statistics(source, schema))
    yield whatif
    whatif.close()


def chosen(whatif: WhatIf, sql: str, *candidates: Candidate) -> list[Candidate]:
    """What is chosen for a statement."""
    return whatif.chosen(Call(sql, (), 1), candidates)


def test_chooses_the_selective(whatif: WhatIf) -> None:
    """The planner takes what rules out most rows first, then the next best."""
    sql = "SELECT * FROM t WHERE a = 1 AND b = 2"
    assert chosen(whatif, sql, A, B, LONELY) == [A, B]
    assert chosen(whatif, sql, B, A, AB)[0] == AB
    assert chosen(whatif, "SELECT * FROM v WHERE a = 1", A, B) == [A]


def test_chooses_nothing_useless(whatif: WhatIf) -> None:
    """What doesn't serve isn't chosen, nor anything for a statement that can't be prepared."""
    assert chosen(whatif, "SELECT * FROM t WHERE a = 1", LONELY) == []
    assert chosen(whatif, "SELECT * FROM missing", A) == []
    assert chosen(whatif, "SELECT * FROM t WHERE a = 1") == []


def test_candidate_that_cannot_be_built(whatif: WhatIf) -> None:
    """A candidate on what is no column, or is random, is passed over."""
    bad = [index("nothing_here('x', nope)"), index("random()")]
    assert chosen(whatif, "SELECT * FROM t WHERE a = 1", *bad, A) == [A]


def test_leaves_no_trace(whatif: WhatIf, source: apsw.Connection) -> None:
    """Nothing of one question is there at the next, and the source has no new index."""
    for _ in range(3):
        assert chosen(whatif, "SELECT * FROM t WHERE a = 1", A, AB)[0] == A
    assert source.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'index'").get == 0


@pytest.mark.parametrize(("share", "first"), [(0.001, PARTIAL), (1.0, A)])
def test_partial_is_judged_by_its_share(
    source: apsw.Connection, share: float, first: Candidate
) -> None:
    """A partial index counts as small as its predicate makes it."""
    schema = read_schema(source)
    statistics = read_statistics(source, schema)
    statistics["t"].note_share("b = 0", share)
    whatif = WhatIf(source, schema, statistics)
    assert chosen(whatif, "SELECT * FROM t WHERE a = 1 AND b = 0", A, PARTIAL)[0] == first
    whatif.close()
