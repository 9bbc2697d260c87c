"""The JSON API: what the pages show, for programs that log in the same way."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from systems.bi_solution.app.accounts import sessions
from systems.bi_solution.app.answers.answer import Answer
from systems.bi_solution.app.reports import forecast, reports
from systems.bi_solution.app.reports.reports import Row
from systems.bi_solution.app.web import asking
from systems.bi_solution.app.web.dashboards import desk
from systems.bi_solution.app.web.visitor import Database, Reader, checked_header

router = APIRouter(prefix="/api/v1")

Period = Literal["year", "q1", "q2", "q3", "q4", "3m", "30d", "7d"]


class ChatQuestion(BaseModel):
    """A question, perhaps one that follows up a conversation."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=asking.LONGEST, examples=["Receita em março"])
    conversation: str | None = Field(default=None, max_length=40)
    provider: str | None = Field(default=None, max_length=20)


class ChatColumn(BaseModel):
    """A column of the table."""

    name: str
    label: str
    kind: str


class ChatChart(BaseModel):
    """How the table is best drawn."""

    type: Literal["bar", "line"]
    x: str
    y: str
    title: str


class ChatSource(BaseModel):
    """Where the numbers are from."""

    file: str
    rows: int
    version: str
    first_day: str
    last_day: str
    derived: bool


class ChatReply(BaseModel):
    """The answer. Where `known` is false there is no number, and the text says why."""

    conversation: str
    answer: str
    known: bool
    provider: str
    columns: list[ChatColumn]
    rows: list[list[Any]]
    cut: bool
    chart: ChatChart | None
    sql: str | None
    source: ChatSource | None
    milliseconds: int


class Me(BaseModel):
    """Who is logged in, and the token that changing calls carry."""

    username: str
    name: str
    role: str
    segments: list[str] | None
    csrf: str


@router.post("/chat", dependencies=[Depends(checked_header)], tags=["chat"])
def chat(request: Request, asked: ChatQuestion, visitor: Reader, connection: Database) -> ChatReply:
    """Ask a question; send the token of `/api/v1/me` as `X-CSRF-Token`."""
    question = asking.cleaned(asked.question) or "?"
    answer, key = asking.answered(
        request, visitor, connection, question, asked.conversation or "", asked.provider or ""
    )
    return _reply(answer, key)


def _reply(answer: Answer, key: str) -> ChatReply:
    return ChatReply(
        conversation=key,
        answer=answer.text,
        known=answer.known,
        provider=answer.provider,
        columns=[ChatColumn(**vars(one)) for one in answer.columns],
        rows=[[_plain(value) for value in row] for row in answer.rows],
        cut=answer.cut,
        chart=ChatChart.model_validate(vars(answer.chart)) if answer.chart else None,
        sql=answer.sql if answer.known else None,
        source=ChatSource(**vars(answer.source)) if answer.source else None,
        milliseconds=answer.milliseconds,
    )


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _listed(rows: list[Row]) -> list[Row]:
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


@router.get("/me", tags=["account"])
def me(request: Request, visitor: Reader) -> Me:
    """Who you are and which segments you see; null for all."""
    person, token = visitor.person, request.cookies.get(sessions.COOKIE)
    csrf = visitor.session.csrf if token else ""
    scope = sorted(person.scope) if person.scope is not None else None
    return Me(
        username=person.username, name=person.name, role=person.role, segments=scope, csrf=csrf
    )


class Narrowed:
    """The filters that every report of the API takes; they are read from the address."""

    def __init__(
        self, period: Period = "year", segment: str | None = None, store: int | None = None
    ) -> None:
        self.period = period
        self.segment = segment
        self.store = store


Narrow = Annotated[Narrowed, Depends()]


@router.get("/metrics/summary", tags=["reports"])
def metrics(request: Request, visitor: Reader, narrow: Narrow) -> dict[str, Any]:  # noqa: ARG001
    """Revenue, units, baskets, customers and their change."""
    with desk(request, visitor) as at:
        totals = reports.totals(at.reader, at.filters)
        return {
            name: {"value": _plain(one.value), "change_percent": one.percent}
            for name, one in totals.items()
        } | {"wrong": at.filters.wrong}


@router.get("/metrics/top-products", tags=["reports"])
def top_products(request: Request, visitor: Reader, narrow: Narrow) -> list[dict[str, Any]]:  # noqa: ARG001
    """The fifty products that sell most."""
    with desk(request, visitor) as at:
        return _listed(reports.top_products(at.reader, at.filters))


@router.get("/stockouts", tags=["reports"])
def stockouts(request: Request, visitor: Reader, narrow: Narrow) -> dict[str, Any]:  # noqa: ARG001
    """Stock-outs by segment, and the fifty that cost most. Stock is derived, not real."""
    with desk(request, visitor) as at:
        return {
            "segments": _listed(reports.stockouts_by_segment(at.reader, at.filters)),
            "positions": _listed(reports.stockouts(at.reader, at.filters)),
        }


@router.get("/abc", tags=["reports"])
def abc(request: Request, visitor: Reader, narrow: Narrow) -> list[dict[str, Any]]:  # noqa: ARG001
    """The classes of the ABC curve."""
    with desk(request, visitor) as at:
        return _listed(reports.abc_classes(reports.abc(at.reader, at.filters)))


@router.get("/suppliers", tags=["reports"])
def suppliers(request: Request, visitor: Reader, narrow: Narrow) -> list[dict[str, Any]]:  # noqa: ARG001
    """The fifty suppliers that bring most."""
    with desk(request, visitor) as at:
        return _listed(reports.suppliers(at.reader, at.filters))


@router.get("/forecast", tags=["reports"])
def forecasts(request: Request, visitor: Reader, narrow: Narrow) -> dict[str, Any]:  # noqa: ARG001
    """The next weeks with 95 % intervals; empty where too few weeks are known."""
    with desk(request, visitor) as at:
        seen = at.reader.manifest
        history = reports.weekly(at.reader, at.filters)
        made = forecast.forecast(forecast.whole_weeks(history, seen.first, seen.last))
        if made is None:
            return {"weeks": [], "error_percent": None, "naive_percent": None}
        return {
            "weeks": [vars(one) for one in made.weeks],
            "error_percent": made.error_percent,
            "naive_percent": made.naive_percent,
        }
