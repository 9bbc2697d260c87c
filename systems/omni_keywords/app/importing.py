"""A run that brings keywords: reads rows, cleans them, keeps what is new, groups some of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from systems.omni_keywords.app.database import now
from systems.omni_keywords.app.grouping import group_keywords
from systems.omni_keywords.app.keywords.volume import estimate
from systems.omni_keywords.app.keywords.words import fold, normalise, refusal
from systems.omni_keywords.app.reading import lines, table
from systems.omni_keywords.app.reading.encodings import decode
from systems.omni_keywords.app.reading.rows import Row, UnreadableError
from systems.omni_keywords.app.settings import EMBEDDED_AT_IMPORT, ROWS_AT_ONCE
from systems.omni_keywords.app.store import keywords, runs
from systems.omni_keywords.app.store.audit import Actor, Subject, record

READERS: dict[str, Callable[[str], Iterator[Row]]] = {
    "csv": table.rows,
    "text": lines.rows,
    "addresses": lines.address_rows,
}
_KEPT_TEXT = 200


@dataclass(frozen=True)
class Import:
    """What is to be imported, and where to."""

    niche_id: int
    language: str
    reader: str
    source: str
    content: bytes | str
    category_id: int | None = None
    first_row: int = 1
    kind: str = "import"


@dataclass
class _Tally:
    added: list[tuple[Row, str, str]] = field(default_factory=list)
    kept: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    repeated: int = 0
    refused: int = 0


def run_import(db: sqlite3.Connection, actor: Actor, asked: Import) -> int:
    """Import, and return the number of the run, which tells what became of every row."""
    with db:
        run_id = runs.start(
            db,
            asked.niche_id,
            actor.id,
            asked.kind,
            category_id=asked.category_id,
            source=asked.source[:_KEPT_TEXT],
        )
        record(db, actor, "start", Subject("run", run_id, asked.niche_id), after=_told(asked))
    try:
        _run(db, actor, asked, run_id)
    except UnreadableError as error:
        with db:
            runs.fail(db, run_id, error.reason)
    except sqlite3.OperationalError:
        # Somebody else wrote for too long; the run says so, if even that can be written.
        with db:
            runs.fail(db, run_id, "database")
    return run_id


def _run(db: sqlite3.Connection, actor: Actor, asked: Import, run_id: int) -> None:
    text, notes = _text(asked)
    found = (row for row in READERS[asked.reader](text) if row.number >= asked.first_row)
    read = list(islice(found, ROWS_AT_ONCE))
    beyond = next(found, None)
    if beyond is not None:
        notes.append(["more_rows", beyond.number])
    with db:
        # What the niche has is read and added to under one lock: no two imports add the same.
        db.execute("BEGIN IMMEDIATE")
        tally = _sort_out(read, keywords.known(db, asked.niche_id))
        keywords.add(db, _columns(asked, run_id, tally))
        runs.add_rows(db, ((run_id, *row) for row in tally.kept))
    counts = {
        "rows_read": len(read),
        "added": len(tally.added),
        "repeated": tally.repeated,
        "refused": tally.refused,
    }
    _finish(db, actor, asked, run_id, counts, notes)


def _finish(
    db: sqlite3.Connection,
    actor: Actor,
    asked: Import,
    run_id: int,
    counts: dict[str, int],
    notes: list[list[object]],
) -> None:
    """Group what was added as far as one request should, and write down how it ended."""
    grouped = group_keywords(db, asked.niche_id, EMBEDDED_AT_IMPORT, run_id=run_id)
    if grouped < counts["added"]:
        notes.append(["ungrouped", counts["added"] - grouped])
    with db:
        runs.finish(db, run_id, notes=notes, grouped=grouped, **counts)
        subject = Subject("run", run_id, asked.niche_id)
        record(db, actor, "finish", subject, after={**counts, "grouped": grouped})


def _text(asked: Import) -> tuple[str, list[list[object]]]:
    if isinstance(asked.content, str):
        return asked.content, []
    text, encoding = decode(asked.content)
    if not text.strip():
        raise UnreadableError("empty_file")
    return text, [] if encoding == "utf-8" else [["encoding", encoding]]


def _sort_out(read: Iterable[Row], known: set[str]) -> _Tally:
    tally, seen = _Tally(), dict[str, int]()
    for row in read:
        text = normalise(row.text)
        folded = fold(text)
        reason = None if row.refused else refusal(text)
        outcome, reasons = "added", row.reasons
        if row.refused or reason:
            outcome, reasons = "refused", (reason, *row.reasons) if reason else row.reasons
            tally.refused += 1
        elif folded in seen or folded in known:
            outcome = "repeated"
            reasons = ("repeated_here" if folded in seen else "known", *row.reasons)
            tally.repeated += 1
        else:
            seen[folded] = row.number
            tally.added.append((row, text, folded))
        shown = (text if outcome != "refused" else row.text.strip())[:_KEPT_TEXT]
        tally.kept.append((row.number, shown, folded[:_KEPT_TEXT], outcome, " ".join(reasons)))
    return tally


def _columns(asked: Import, run_id: int, tally: _Tally) -> Iterator[tuple[object, ...]]:
    at = now()
    for row, text, folded in tally.added:
        estimated = row.volume is None
        volume = estimate(text, asked.language) if row.volume is None else row.volume
        figures = (volume, int(estimated), row.cpc, row.competition)
        where = (asked.niche_id, asked.category_id, run_id)
        yield (*where, text, folded, asked.kind, *figures, at)


def _told(asked: Import) -> dict[str, object]:
    return {"kind": asked.kind, "reader": asked.reader, "source": asked.source[:_KEPT_TEXT]}
