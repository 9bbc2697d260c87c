"""The first page: questions, answers and conversations."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from systems.bi_solution.app.accounts import conversations
from systems.bi_solution.app.accounts.conversations import Asked, Turn
from systems.bi_solution.app.answers import service
from systems.bi_solution.app.answers.answer import Answer
from systems.bi_solution.app.lake.warehouse import Reader as LakeReader
from systems.bi_solution.app.providers.provider import Proposal, Provider, Question
from systems.bi_solution.app.web.rendering import page
from systems.bi_solution.app.web.visitor import Database, Form, Reader, Visitor

router = APIRouter(include_in_schema=False)

LONGEST = 500
PAID_PER_MINUTE = 20
"""Questions to a model that costs money; the offline reader costs none and has no such limit."""

EXAMPLES = {
    "pt": (
        "Qual foi a receita em março?",
        "Top 10 produtos mais vendidos na loja 367",
        "Quais segmentos estão com ruptura?",
        "Ticket médio por dia da semana",
        "Crescimento das vendas por segmento em dezembro",
        "Participação da marca própria nas vendas da mercearia",
    ),
    "en": (
        "What was the revenue in March?",
        "Top 10 best selling products in store 367",
        "Which segments have stock-outs?",
        "Average basket by weekday",
        "Sales growth by segment in December",
        "Share of private label in grocery sales",
    ),
}


@router.get("/")
def first_page(request: Request, visitor: Reader, connection: Database) -> Response:
    """Ask a first question."""
    return page(
        request,
        visitor,
        "ask.html",
        conversation="",
        answers=[],
        examples=EXAMPLES[visitor.language.short],
        recent=conversations.recent(connection, visitor.person.id),
        providers=list(request.app.state.providers),
        error=None,
        asked="",
    )


@router.get("/c/{key}")
def conversation_page(
    request: Request, key: str, visitor: Reader, connection: Database
) -> Response:
    """A conversation; each of its answers is computed again."""
    return _conversation(request, key, visitor, connection)


def _conversation(
    request: Request,
    key: str,
    visitor: Visitor,
    connection: Connection,
    *,
    error: str | None = None,
    asked: str = "",
) -> Response:
    if not conversations.owned(connection, key, visitor.person.id):
        raise HTTPException(404)
    warehouse = request.app.state.warehouse
    with warehouse.open(visitor.person.scope) as reader:
        answers = [
            _again(request, reader, visitor, turn) for turn in conversations.turns(connection, key)
        ]
    return page(
        request,
        visitor,
        "ask.html",
        status=400 if error else 200,
        conversation=key,
        answers=answers,
        examples=(),
        recent=conversations.recent(connection, visitor.person.id),
        providers=list(request.app.state.providers),
        error=error,
        asked=asked,
    )


def _again(request: Request, reader: LakeReader, visitor: Visitor, turn: Turn) -> Answer:
    if turn.sql is None:
        return service.unknown(
            reader,
            turn.provider,
            turn.question,
            turn.reason or "",
            turn.detail or "",
            visitor.language,
        )
    return service.again(
        request.app.state.warehouse,
        reader,
        turn.provider,
        turn.question,
        Proposal(turn.sql, turn.query),
        visitor.language,
    )


@router.post("/ask")
def ask(request: Request, visitor: Reader, form: Form, connection: Database) -> Response:
    """Answer a question: a fragment for our script, else the conversation's page."""
    question = cleaned(str(form.get("question", "")))
    key = str(form.get("conversation", ""))
    if not 1 <= len(question) <= LONGEST:
        message = visitor.language.text("Write a question of 1 to 500 characters.")
        return _refused(request, visitor, connection, key, message, question[:LONGEST])
    answer, key = answered(
        request, visitor, connection, question, key, str(form.get("provider", ""))
    )
    if request.headers.get("x-fragment") == "1":
        made = page(request, visitor, "fragment.html", answer=answer)
        made.headers["X-Conversation"] = key
        return made
    return RedirectResponse(f"/c/{key}#last", 303)


@router.post("/c/{key}/forget")
def forget(visitor: Reader, key: str, form: Form, connection: Database) -> Response:  # noqa: ARG001
    """Delete a conversation."""
    if not conversations.owned(connection, key, visitor.person.id):
        raise HTTPException(404)
    conversations.forget(connection, key)
    return RedirectResponse("/", 303)


def cleaned(text: str) -> str:
    """A question without control characters and needless spaces."""
    kept = (" " if unicodedata.category(one)[0] == "C" else one for one in text)
    return " ".join("".join(kept).split())


def _refused(
    request: Request,
    visitor: Visitor,
    connection: Connection,
    key: str,
    message: str,
    asked: str,
) -> Response:
    if key:
        return _conversation(request, key, visitor, connection, error=message, asked=asked)
    return page(
        request,
        visitor,
        "ask.html",
        status=400,
        conversation="",
        answers=[],
        examples=EXAMPLES[visitor.language.short],
        recent=conversations.recent(connection, visitor.person.id),
        providers=list(request.app.state.providers),
        error=message,
        asked=asked,
    )


def answered(
    request: Request,
    visitor: Visitor,
    connection: Connection,
    question: str,
    key: str,
    provider_name: str,
) -> tuple[Answer, str]:
    """The answer, kept in its conversation and in the audit; and the conversation's key."""
    person, providers = visitor.person, request.app.state.providers
    if key and not conversations.owned(connection, key, person.id):
        raise HTTPException(404)
    provider = providers.get(provider_name) or list(providers.values())[-1]
    _pace(connection, person.id, provider)
    before = conversations.turns(connection, key) if key else []
    asked = Question(
        question,
        visitor.language.code,
        tuple((turn.question, turn.sql) for turn in before if turn.sql),
        next((turn.query for turn in reversed(before) if turn.query), None),
    )
    answer = service.ask(
        request.app.state.warehouse, person.scope, provider, asked, visitor.language
    )
    key = key or conversations.begin(connection, person.id, question)
    conversations.add(connection, key, _turn(answer))
    conversations.record(
        connection,
        person.id,
        Asked(
            question,
            provider.name,
            answer.outcome,
            answer.sql,
            len(answer.rows),
            answer.milliseconds,
        ),
    )
    # How a query was refused is for the audit's readers, not for whoever tries.
    return (replace(answer, detail=None) if answer.outcome == "refused" else answer), key


def _turn(answer: Answer) -> Turn:
    known_sql = answer.sql if answer.known else None
    return Turn(
        answer.question, answer.provider, known_sql, answer.query, answer.reason, answer.detail
    )


def _pace(connection: Connection, user_id: int, provider: Provider) -> None:
    if not provider.paid:
        return
    since = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(timespec="milliseconds")
    if conversations.asked_since(connection, user_id, since) >= PAID_PER_MINUTE:
        raise HTTPException(429, headers={"Retry-After": "60"})
