"""The dashboards and their exports."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from systems.bi_solution.app import exports
from systems.bi_solution.app.lake.warehouse import Reader
from systems.bi_solution.tests.people import Person

Visit = Callable[..., Person]
PAGES = ("dashboard", "products", "stockouts", "abc", "suppliers", "forecast")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "?period=q2&segment=PRODUCE", "?store=367"])
def test_each_dashboard_opens(visit: Visit, page: str, query: str) -> None:
    """Each page shows figures for the year, for a segment and for a store."""
    response = visit("admin").get(f"/{page}{query}")
    assert response.status_code == 200
    assert "1,469,307 sales" in response.text


@pytest.mark.parametrize("page", PAGES)
def test_a_store_without_sales_is_an_empty_state(visit: Visit, page: str) -> None:
    """Where nothing was sold the page says so and stays usable."""
    response = visit("admin").get(f"/{page}?store=999999")
    assert response.status_code == 200
    assert 'class="empty"' in response.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("period=century", "Choose one of the periods."),
        ("segment=NOPE", "You see no segment of this name."),
        ("store=abc", "A store is a whole number"),
        ("store=%F0%9F%92%A3", "A store is a whole number"),
        ("store=99999999999999999999", "A store is a whole number"),
        ("store=%C2%B2", "A store is a whole number"),
    ],
)
def test_a_wrong_filter_is_said_beside_its_field(visit: Visit, query: str, message: str) -> None:
    """What is wrong in an address is told at the field, and the rest is shown."""
    response = visit("admin").get(f"/products?{query}")
    assert response.status_code == 200
    assert message in response.text


def test_the_summary_is_right(visit: Visit, lake: Reader) -> None:
    """The metrics are those of the data."""
    row = lake.run(
        "SELECT sum(revenue), count(DISTINCT basket) FROM sales WHERE sold_on >= '2017-10-01'"
    ).rows[0]
    metrics = visit("admin").get("/api/v1/metrics/summary?period=3m").json()
    assert metrics["revenue"]["value"] == pytest.approx(float(row[0]))
    assert metrics["baskets"]["value"] == row[1]


def test_abc_classes_hold_what_they_say(visit: Visit) -> None:
    """A brings 80 hundredths of revenue, and all classes together bring everything."""
    classes = {one["class"]: one for one in visit("admin").get("/api/v1/abc").json()}
    assert classes["A"]["share_percent"] == pytest.approx(80, abs=0.5)
    assert sum(one["share_percent"] for one in classes.values()) == pytest.approx(100)
    assert classes["A"]["products"] < classes["C"]["products"]


def test_a_forecast_has_ordered_intervals_and_its_error(visit: Visit) -> None:
    """Each week lies within its range, and the error on unseen weeks is told."""
    made = visit("admin").get("/api/v1/forecast").json()
    assert len(made["weeks"]) == 8
    assert all(one["low"] < one["expected"] < one["high"] for one in made["weeks"])
    assert 0 < made["error_percent"] < 50


@pytest.mark.parametrize("report", ["segments", "products", "stockouts", "suppliers", "forecast"])
def test_exports_open(visit: Visit, report: str) -> None:
    """Each report comes as CSV and as XLSX with the same rows."""
    person = visit("admin")
    lines = person.get(f"/export/{report}.csv?segment=PRODUCE").content
    assert lines.startswith(b"\xef\xbb\xbf")
    book = load_workbook(
        io.BytesIO(person.get(f"/export/{report}.xlsx?segment=PRODUCE").content), read_only=True
    )
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    assert len(rows) == len(lines.decode("utf-8-sig").strip().splitlines())
    assert len(rows) > 1


def test_an_export_with_a_wrong_filter_is_refused(visit: Visit) -> None:
    """A file never holds more than was asked for."""
    assert visit("admin").get("/export/products.csv?segment=NOPE").status_code == 400
    assert visit("admin").get("/export/users.csv").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A text that a spreadsheet would run is marked as text, and numbers stay numbers."""
    assert str(exports.harmless(text)).startswith("'")
    assert exports.harmless(-5) == -5
    assert exports.harmless("BANANAS 40 LB") == "BANANAS 40 LB"
