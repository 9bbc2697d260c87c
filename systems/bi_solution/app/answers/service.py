"""From a question to an answer, through the one gate."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from systems.bi_solution.app import gate
from systems.bi_solution.app.answers import charts, columns, sentence
from systems.bi_solution.app.answers.answer import Answer, Source
from systems.bi_solution.app.lake.warehouse import (
    QueryFailedError,
    QueryTooBigError,
    QueryTooLongError,
    Reader,
    Scope,
    Warehouse,
)
from systems.bi_solution.app.language import Language
from systems.bi_solution.app.providers.provider import (
    DontKnowError,
    Proposal,
    Provider,
    ProviderFailedError,
    Question,
)
from systems.bi_solution.app.semantic import model


def ask(
    warehouse: Warehouse, scope: Scope, provider: Provider, question: Question, language: Language
) -> Answer:
    """The answer to a question for a reader with this scope; always computed anew."""
    started = time.perf_counter()
    with warehouse.open(scope) as reader:
        answer = _answered(warehouse.lake, reader, provider, question, language)
    return replace(answer, milliseconds=round((time.perf_counter() - started) * 1000))


def again(
    warehouse: Warehouse,
    reader: Reader,
    name: str,
    question: str,
    given: Proposal,
    language: Language,
) -> Answer:
    """The answer that SQL of before gives now, with today's data and rights."""
    return _ran(warehouse.lake, reader, name, question, given, language)


def unknown(
    reader: Reader, name: str, question: str, reason: str, detail: str, language: Language
) -> Answer:
    """The answer that there is none."""
    text = sentence.unknown(reason, detail, reader.manifest, language)
    return Answer(
        question, text, known=False, provider=name, outcome="unknown", reason=reason, detail=detail
    )


def _answered(
    lake: Path, reader: Reader, provider: Provider, question: Question, language: Language
) -> Answer:
    try:
        proposal = provider.propose(question, reader.manifest)
    except DontKnowError as error:
        return unknown(reader, provider.name, question.text, error.reason, error.detail, language)
    except ProviderFailedError:
        text = language.text("The model that reads questions doesn't answer. Try again later.")
        return Answer(
            question.text,
            text,
            known=False,
            provider=provider.name,
            outcome="failed",
            reason="provider",
        )
    return _ran(lake, reader, provider.name, question.text, proposal, language)


def _ran(
    lake: Path, reader: Reader, name: str, question: str, given: Proposal, language: Language
) -> Answer:
    try:
        sql = gate.admit(given.sql, 1_000)
        result = reader.run(sql)
    except gate.RefusedError as error:
        text = language.text("The query for this question isn't one that may run.")
        return Answer(
            question,
            text,
            known=False,
            provider=name,
            outcome="refused",
            sql=given.sql,
            reason="refused",
            detail=str(error),
        )
    except (QueryTooLongError, QueryTooBigError):
        text = language.text("This takes more time or memory than one question may have.")
        return Answer(
            question,
            text,
            known=False,
            provider=name,
            outcome="stopped",
            sql=given.sql,
            reason="stopped",
        )
    except QueryFailedError:
        text = language.text("The data can't answer the query that this question became.")
        return Answer(
            question,
            text,
            known=False,
            provider=name,
            outcome="failed",
            sql=given.sql,
            reason="failed",
        )
    words = model.load(lake)
    described = columns.describe(result, given.query, words, language)
    return Answer(
        question=question,
        text=sentence.said(described, result.rows, language, words.segment_labels, cut=result.cut),
        known=True,
        provider=name,
        outcome="answered",
        columns=described,
        rows=result.rows,
        cut=result.cut,
        chart=charts.suited(described, len(result.rows)),
        sql=given.sql,
        query=given.query,
        source=_source(reader, sql),
    )


def _source(reader: Reader, sql: str) -> Source:
    seen = reader.manifest
    table = next((one for one in ("stock", "sales") if f"FROM {one}" in sql), "products")
    files = {"sales": "sales-*.parquet", "stock": "stock.parquet", "products": "products.parquet"}
    return Source(
        files[table],
        seen.rows[table],
        seen.version,
        seen.first_day,
        seen.last_day,
        derived=table == "stock",
    )
