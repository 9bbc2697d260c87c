"""Study a database under a workload and prove what would make it faster: the whole of it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from tenfold.database import (
    CloneReport,
    Source,
    check_clone,
    clone,
    inspect,
    remove_abandoned,
    room_for,
    scratch_folder,
)
from tenfold.errors import DatabaseError
from tenfold.events import Progress, emit
from tenfold.queries.advise import Advice, advise
from tenfold.queries.building import Building
from tenfold.queries.change import schema_digest
from tenfold.queries.costs import Costs
from tenfold.queries.findings import Findings, find
from tenfold.queries.index import Candidate
from tenfold.queries.laboratory import Laboratory
from tenfold.queries.options import LABORATORY_ROOM, Proposal
from tenfold.queries.proof import FIRST_LIMIT, Baseline
from tenfold.queries.prove import Proof, prove
from tenfold.queries.report import IndexReport, Plan, RejectedIndex, Report
from tenfold.queries.resolve import Resolved, resolve
from tenfold.queries.schema import Schema, read_schema
from tenfold.queries.search import Choice, Search
from tenfold.queries.upkeep import Upkeep, upkeep
from tenfold.queries.workload import Workload, read_workload

DEFAULT_SECONDS = 90.0
DEFAULT_BUDGET = 1.0
"""The space that new indexes may take, as a share of the database."""
SMALLEST_BUDGET = 16_000_000
"""Of a small database nobody counts the bytes."""
SEARCH_SAMPLES = 3
"""Calls of a shape that the search measures; the proof replays more."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; None where the default holds."""

    budget: int | None = None
    """Bytes that all new indexes together may take."""
    seconds: float = DEFAULT_SECONDS
    """How long the search may take."""
    scratch: Path | None = None
    """Where the clones go; the system's folder for temporary files by default."""
    max_lock: float = 0.05
    """The longest time for which a lock may be held on the original, in seconds."""
    skip_failing: bool = False
    """Leave out statements that can't run here, instead of stopping."""
    keep_journal_mode: bool = False
    """Don't propose write-ahead logging."""


def optimize(database: Path, workload_file: Path, options: Options | None = None) -> Report:
    """Find out what would make a database faster under a workload, and prove it on a clone.

    The database is opened for reading only. Nothing is changed.

    Raises:
        DatabaseError: the database can't be studied.
        WorkloadError: the workload can't be used on it.
    """
    asked = options or Options()
    started = time.monotonic()
    workload = read_workload(workload_file)
    source = inspect(database)
    try:
        with _scratch(asked, source) as folder:
            return _Study(source, workload, asked, folder, started).report()
    except apsw.FullError:
        raise DatabaseError(
            "the disk is full: there is no room for the indexes that were tried; "
            "free some, or name another folder with --scratch"
        ) from None


@contextmanager
def _scratch(options: Options, source: Source) -> Iterator[Path]:
    base = options.scratch or Path(tempfile.gettempdir())
    if not base.is_dir():
        raise DatabaseError(f"{base}: no such folder; name one that exists with --scratch")
    remove_abandoned(base)
    needed = source.bytes * (3 + LABORATORY_ROOM)
    room_for(base, needed, "the clones on which indexes are tried")
    with scratch_folder(base) as folder:
        yield folder


class _Study:
    """One run: clone, resolve, search while the baseline is measured, prove, report."""

    def __init__(
        self,
        source: Source,
        workload: Workload,
        options: Options,
        folder: Path,
        started: float,
    ) -> None:
        self._source = source
        self._workload = workload
        self._options = options
        self._folder = folder
        self._started = started
        self._deadline = started + options.seconds
        self._schema_digest = ""
        self._upkeep: dict[str, Upkeep] = {}
        self._budget = (
            options.budget
            if options.budget is not None
            else max(SMALLEST_BUDGET, int(DEFAULT_BUDGET * source.bytes))
        )

    def report(self) -> Report:
        before = self._folder / "before.db"
        cloned = self._clone(before)
        connection = apsw.Connection(str(before), flags=apsw.SQLITE_OPEN_READONLY)
        schema = read_schema(connection)
        self._schema_digest = schema_digest(connection)
        resolved = resolve(self._workload, connection, skip_failing=self._options.skip_failing)
        connection.close()
        baseline = Baseline(before, resolved.shapes, foreign_keys=resolved.foreign_keys)
        baseline.start()
        try:
            advice, choice, sizes, building = self._search(before, schema, resolved)
        except BaseException:
            baseline.finish(0)
            raise
        # What is slow without indexes may take the search's time again, no more.
        self._tell("finishing the baseline", 0, None)
        baseline.finish(max(5.0, self._deadline - time.monotonic()))
        proof = prove(building, resolved, baseline.side, progress=self._tell)
        barred: set[Candidate] = set()
        why: dict[Candidate, str] = {}
        while proof.culprits and time.monotonic() < self._deadline:
            # More calls are replayed than the search measured: what they rule out may hide the
            # next best.
            barred.update(proof.culprits)
            why |= {c: proof.rejected[c] for c in proof.culprits}
            advice, choice, sizes, building = self._search(before, schema, resolved, barred)
            proof = prove(building, resolved, baseline.side, progress=self._tell)
            proof.rejected = {**why, **proof.rejected}
        worthless = {n: one.why for n, one in self._upkeep.items() if one.is_worthless}
        findings = find(
            before,
            building.after,
            schema,
            resolved,
            proof,
            self._source.journal_mode,
            worthless=worthless,
        )
        for index in findings.existing:
            if index.name in self._upkeep:
                index.write_steps = self._upkeep[index.name].write_steps
        return self._composed(cloned, resolved, advice, choice, sizes, proof, findings)

    def _clone(self, target: Path) -> CloneReport:
        cloned = clone(
            self._source.path,
            target,
            max_lock=self._options.max_lock,
            progress=lambda done, total: self._tell("cloning", done, total),
        )
        check_clone(target, name=str(self._source.path))
        return cloned

    def _search(
        self,
        before: Path,
        schema: Schema,
        resolved: Resolved,
        barred: Collection[Candidate] = (),
    ) -> tuple[Advice, Choice, dict[str, int], Building]:
        path = self._folder / "laboratory.db"
        shutil.copyfile(before, path)
        laboratory = Laboratory(path, foreign_keys=resolved.foreign_keys)
        try:
            advice = advise(laboratory.connection, schema, resolved, self._tell)
            costs = Costs(laboratory, resolved.shapes, SEARCH_SAMPLES)
            search = Search(
                laboratory,
                costs,
                [_without(proposal, barred) for proposal in advice.proposals],
                budget=self._budget,
                database_bytes=self._source.bytes,
                first_limit=FIRST_LIMIT,
                statistics=advice.statistics,
                spent=lambda: (time.monotonic() - self._started) / max(self._options.seconds, 1e-9),
                progress=self._tell,
            )
            choice = search.run()
            building = Building(
                before,
                self._folder / "after.db",
                choice.chosen,
                foreign_keys=resolved.foreign_keys,
            )
            building.start()
            try:
                search.weigh(choice)
                self._upkeep = upkeep(laboratory, costs, choice.chosen, schema, resolved)
            except BaseException:
                building.give_up()
                raise
            return advice, choice, dict(laboratory.bytes), building
        finally:
            laboratory.close()
            path.unlink(missing_ok=True)

    def _composed(
        self,
        cloned: CloneReport,
        resolved: Resolved,
        advice: Advice,
        choice: Choice,
        sizes: dict[str, int],
        proof: Proof,
        findings: Findings,
    ) -> Report:
        rejected = {**choice.rejected, **proof.rejected}
        writes = any(shape.kind == "write" for shape in resolved.shapes)
        return Report(
            database=str(self._source.path),
            workload=str(self._workload.path),
            sqlite_version=apsw.sqlite_lib_version(),
            app_sqlite_version=sqlite3.sqlite_version,
            database_bytes=self._source.bytes,
            journal_mode=self._source.journal_mode,
            tables={name: table.rows for name, table in advice.statistics.items()},
            statements=proof.statements,
            left_out=resolved.left_out,
            before=proof.before,
            after=proof.after,
            plan=Plan(
                statements=proof.sql,
                pragmas=self._pragmas(writes=writes, found=bool(proof.sql)),
                indexes=[_index_report(c, choice, proof) for c in proof.kept],
                schema_digest=self._schema_digest,
            ),
            rejected=[
                RejectedIndex(c.definition, sizes.get(c.name, 0), why)
                for c, why in sorted(rejected.items(), key=lambda item: item[0].name)
            ],
            existing_indexes=findings.existing,
            findings=findings.findings,
            seconds=round(time.monotonic() - self._started, 3),
            clone_seconds=round(cloned.seconds, 3),
            clone_mb_per_second=round(cloned.mb_per_second, 1),
            candidates=advice.thought_of,
            out_of_time=choice.out_of_time,
            budget_bytes=self._budget,
            calls=sum(shape.calls for shape in resolved.shapes),
        )

    def _pragmas(self, *, writes: bool, found: bool) -> list[str]:
        wal = self._source.journal_mode == "wal"
        if wal or not writes or not found or self._options.keep_journal_mode:
            return []
        return ["PRAGMA journal_mode = WAL"]

    def _tell(self, stage: str, done: int, total: int | None) -> None:
        emit(Progress(stage, done, total))


def _without(proposal: Proposal, barred: Collection[Candidate]) -> Proposal:
    return Proposal(
        proposal.shape,
        proposal.tables,
        [c for c in proposal.narrow if c not in barred],
        [c for c in proposal.wide if c not in barred],
    )


def _index_report(candidate: Candidate, choice: Choice, proof: Proof) -> IndexReport:
    saves, written = round(choice.gains[candidate]), round(choice.written[candidate])
    used_by = proof.used_by.get(candidate.name, [])
    noun = "statement" if len(used_by) == 1 else "statements"
    why = f"without it the workload costs {saves:,} steps and pages more ({len(used_by)} {noun})"
    if written:
        why += f"; it costs its writes {written:,}"
    return IndexReport(
        name=candidate.name,
        table=candidate.table,
        keys=[term.sql for term in candidate.terms],
        where=candidate.where,
        sql=candidate.sql,
        bytes=proof.bytes[candidate.name],
        used_by=used_by,
        saves_steps=saves,
        write_steps=written,
        why=why,
    )
