"""Everybody sees their segments only: in answers, dashboards, exports and stored conversations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from systems.bi_solution.app.lake.warehouse import Reader, Warehouse
from systems.bi_solution.tests.people import Person

Visit = Callable[..., Person]
MINE = ("DRUG GM", "COSMETICS", "GARDEN CENTER")


@pytest.mark.parametrize(
    "question",
    [
        "Revenue by segment",
        "Units sold by segment",
        "Stock-outs by segment",
        "Sales growth by segment in December",
        "Share of revenue by segment",
        "Average basket by segment",
    ],
)
def test_answers_hold_own_segments_only(visit: Visit, question: str) -> None:
    """Whatever is asked by segment, no other segment's row comes."""
    rows = visit("bazar").chat(question)["rows"]
    assert rows
    assert {row[0] for row in rows} <= set(MINE)


def test_totals_are_of_own_segments(visit: Visit, lake: Reader) -> None:
    """A total counts nothing that its reader doesn't see."""
    listed = ", ".join(f"'{one}'" for one in MINE)
    expected = lake.run(f"SELECT sum(revenue) FROM sales WHERE segment IN ({listed})").rows[0][0]  # noqa: S608
    assert visit("bazar").chat("Total revenue")["rows"] == [[float(expected)]]


def test_asking_for_a_foreign_segment_gives_nothing(visit: Visit) -> None:
    """A segment that isn't theirs has no sales for them."""
    assert visit("bazar").chat("Revenue of grocery")["rows"] == [[None]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_own_segments_only(visit: Visit, kind: str) -> None:
    """No export names a segment of others, nor can an address ask for one."""
    person = visit("bazar")
    assert person.get(f"/export/products.{kind}?segment=GROCERY").status_code == 400
    if kind == "csv":
        lines = person.get("/export/segments.csv").content.decode("utf-8-sig").splitlines()
        assert {line.split(";")[0] for line in lines[1:]} <= set(MINE)


def test_dashboards_offer_own_segments_only(visit: Visit) -> None:
    """The pages name no segment of others."""
    page = visit("bazar").get("/dashboard").text
    assert "Cosmetics" in page
    assert 'value="GROCERY"' not in page


def test_the_same_question_of_two_people_is_two_answers(visit: Visit) -> None:
    """Nobody gets what another was answered."""
    answers = [visit(name).chat("Total revenue")["rows"] for name in ("admin", "bazar", "frescos")]
    assert len({json.dumps(one) for one in answers}) == 3


def test_a_stored_answer_follows_todays_rights(visit: Visit, data: Path, lake: Reader) -> None:
    """A conversation of before shows what its owner may see now."""
    person = visit("frescos")
    key = person.chat("Revenue by segment")["conversation"]
    assert "Seafood" in person.get(f"/c/{key}").text
    with closing(sqlite3.connect(data / "accounts.db")) as connection:
        connection.execute("DELETE FROM user_segments WHERE segment = 'SEAFOOD'")
        connection.commit()
        try:
            page = person.get(f"/c/{key}").text
        finally:
            connection.execute(
                "INSERT INTO user_segments SELECT id, 'SEAFOOD' FROM users"
                " WHERE username = 'frescos'"
            )
            connection.commit()
    assert "<span class='name'>Seafood</span>" not in page


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT DISTINCT segment FROM sales",
        "SELECT DISTINCT segment FROM stock",
        "SELECT DISTINCT segment FROM products",
        "SELECT DISTINCT segment FROM sales WHERE segment = 'GROCERY' OR 1 = 1",
        "SELECT segment FROM sales UNION SELECT segment FROM products",
    ],
)
def test_any_sql_sees_the_scope_only(data: Path, sql: str) -> None:
    """Not the question but the connection's views decide what is seen."""
    with Warehouse(data / "lake").open(frozenset({"FLORAL", "O'HARA"})) as reader:
        assert {row[0] for row in reader.run(sql).rows} == {"FLORAL"}


def test_an_empty_scope_sees_nothing(data: Path) -> None:
    """Somebody without segments sees no row."""
    with Warehouse(data / "lake").open(frozenset()) as reader:
        assert reader.run("SELECT count(*) FROM sales").rows == [(0,)]
