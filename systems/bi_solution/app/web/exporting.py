"""The dashboards' tables as files, with no row that the reader doesn't see on the page's terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response, StreamingResponse

from systems.bi_solution.app import exports
from systems.bi_solution.app.language import Language
from systems.bi_solution.app.reports import forecast, reports
from systems.bi_solution.app.reports.reports import EVERYTHING, Row
from systems.bi_solution.app.web.dashboards import Desk, desk
from systems.bi_solution.app.web.visitor import Reader

router = APIRouter(include_in_schema=False)

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SUMMARY = "segments"


def _forecast(at: Desk) -> list[Row]:
    seen = at.reader.manifest
    history = reports.weekly(at.reader, at.filters)
    made = forecast.forecast(forecast.whole_weeks(history, seen.first, seen.last))
    weeks = made.weeks if made else []
    return [
        {"week": one.week, "expected": one.expected, "low": one.low, "high": one.high}
        for one in weeks
    ]


REPORTS: dict[str, Callable[[Desk], list[Row]]] = {
    SUMMARY: lambda at: reports.segments(at.reader, at.filters),
    "products": lambda at: reports.top_products(at.reader, at.filters, EVERYTHING),
    "stockouts": lambda at: reports.stockouts(at.reader, replace(at.filters, page=1), EVERYTHING),
    "abc": lambda at: reports.abc(at.reader, at.filters),
    "suppliers": lambda at: reports.suppliers(at.reader, at.filters, EVERYTHING),
    "forecast": _forecast,
}


def headings(language: Language) -> dict[str, str]:
    """What the columns of all exports are called."""
    say = language.text
    return {
        "segment": say("Segment"),
        "revenue": say("Revenue (US$)"),
        "units": say("Units sold"),
        "product": say("Product"),
        "stores": say("Stores"),
        "share_percent": say("Share (%)"),
        "store": say("Store"),
        "supplier": say("Supplier"),
        "on_hand": say("Stock on hand"),
        "reorder_point": say("Reorder point"),
        "weekly_demand": say("Weekly demand"),
        "lead_time_days": say("Lead time (days)"),
        "lead_time": say("Lead time (days)"),
        "suggested": say("Suggested order"),
        "place": say("Place"),
        "cumulative_percent": say("Cumulative (%)"),
        "class": say("Class"),
        "products": say("Products"),
        "stockouts": say("Stock-outs"),
        "week": say("Week of"),
        "expected": say("Expected (US$)"),
        "low": say("From (US$)"),
        "high": say("To (US$)"),
    }


@router.get("/export/{report}.{kind}")
def export(request: Request, report: str, kind: str, visitor: Reader) -> Response:
    """A report as CSV or XLSX."""
    if report not in REPORTS or kind not in KINDS:
        raise HTTPException(404)
    with desk(request, visitor) as at:
        if at.filters.wrong:
            # A file that silently holds more than was asked for would be believed.
            raise HTTPException(400)
        rows = REPORTS[report](at)
        version = at.reader.manifest.version
    name = f"{report}-{at.filters.period}-{version}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    titles = headings(visitor.language)
    if kind == "csv":
        return StreamingResponse(
            exports.csv_lines(rows, titles), media_type=KINDS[kind], headers=disposition
        )
    return Response(exports.xlsx(rows, titles, report), media_type=KINDS[kind], headers=disposition)
