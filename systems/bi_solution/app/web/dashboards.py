"""The dashboards' pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from systems.bi_solution.app.charts.line import Band
from systems.bi_solution.app.lake import warehouse
from systems.bi_solution.app.reports import filters, forecast, reports
from systems.bi_solution.app.web.rendering import page
from systems.bi_solution.app.web.visitor import Reader, Visitor

router = APIRouter(include_in_schema=False)

CURVE_POINTS = 60
TABLE_ROWS = 50


@dataclass(frozen=True)
class Desk:
    """A connection and what it is asked about."""

    reader: warehouse.Reader
    filters: filters.Filters
    segments: list[str]

    def context(self) -> dict[str, Any]:
        """What every dashboard's page shows of it."""
        return {
            "filters": self.filters,
            "segments": self.segments,
            "manifest": self.reader.manifest,
            "periods": filters.PERIODS,
        }


@contextmanager
def desk(request: Request, visitor: Visitor) -> Iterator[Desk]:
    """A connection for the reader, with the filters of the address."""
    with request.app.state.report_warehouse.open(visitor.person.scope) as reader:
        segments = reports.segment_names(reader)
        read = filters.read(request.query_params, reader.manifest, segments)
        yield Desk(reader, read, segments)


@router.get("/dashboard")
def summary(request: Request, visitor: Reader) -> Response:
    """The metrics of a period on one page."""
    with desk(request, visitor) as at:
        found = {
            "totals": reports.totals(at.reader, at.filters),
            "monthly": reports.monthly(at.reader, at.filters),
            "by_segment": reports.segments(at.reader, at.filters),
            "top": reports.top_products(at.reader, at.filters, 10),
            "stock": reports.stock_state(at.reader, at.filters),
        }
        return page(request, visitor, "dashboard.html", **at.context(), **found)


@router.get("/products")
def products(request: Request, visitor: Reader) -> Response:
    """The products that sell most."""
    with desk(request, visitor) as at:
        rows = reports.top_products(at.reader, at.filters)
        return page(request, visitor, "products.html", **at.context(), rows=rows)


@router.get("/stockouts")
def stockouts(request: Request, visitor: Reader) -> Response:
    """What is out of stock, and where."""
    with desk(request, visitor) as at:
        found = {
            "state": reports.stock_state(at.reader, at.filters),
            "by_segment": reports.stockouts_by_segment(at.reader, at.filters),
            "rows": reports.stockouts(at.reader, at.filters),
            "page_size": reports.PAGE,
        }
        return page(request, visitor, "stockouts.html", **at.context(), **found)


@router.get("/abc")
def abc(request: Request, visitor: Reader) -> Response:
    """The ABC curve."""
    with desk(request, visitor) as at:
        rows = reports.abc(at.reader, at.filters)
        classes = reports.abc_classes(rows)
        step = max(1, len(rows) // CURVE_POINTS)
        curve = [(0, 0.0), *((row["place"], row["cumulative_percent"]) for row in rows[::step])]
        return page(
            request,
            visitor,
            "abc.html",
            **at.context(),
            classes=classes,
            curve=curve,
            rows=rows[:TABLE_ROWS],
            count=len(rows),
        )


@router.get("/suppliers")
def suppliers(request: Request, visitor: Reader) -> Response:
    """Suppliers by what they bring."""
    with desk(request, visitor) as at:
        rows = reports.suppliers(at.reader, at.filters)
        return page(request, visitor, "suppliers.html", **at.context(), rows=rows)


@router.get("/forecast")
def forecasts(request: Request, visitor: Reader) -> Response:
    """The next weeks, fitted while the reader waits."""
    with desk(request, visitor) as at:
        seen = at.reader.manifest
        history = reports.weekly(at.reader, at.filters)
        made = forecast.forecast(forecast.whole_weeks(history, seen.first, seen.last))
        return page(
            request,
            visitor,
            "forecast.html",
            **at.context(),
            made=made,
            band=_band(made, visitor) if made else None,
            ahead=forecast.AHEAD,
            needed=forecast.NEEDED,
        )


def _band(made: forecast.Forecast, visitor: Visitor) -> Band:
    return Band(
        [visitor.language.day(one.week) for one in made.weeks],
        [one.expected for one in made.weeks],
        [one.low for one in made.weeks],
        [one.high for one in made.weeks],
    )
