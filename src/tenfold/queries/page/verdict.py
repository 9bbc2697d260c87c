"""The verdict in a sentence, and what to know before believing it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.queries.page.words import at_least, multiple, number, plural, share, short, size
from tenfold.queries.report import Report


def exact(report: Report) -> tuple[bool, bool]:
    """Whether the workload's figures before and after are exact, or lower bounds."""
    return (
        report.before.finished and all(s.before.finished for s in report.statements),
        report.after.finished and all(s.after.finished for s in report.statements),
    )


def is_empty(report: Report) -> bool:
    """Whether the plan has nothing to do."""
    return not (report.plan.statements or report.plan.pragmas or report.plan.indexes)


def headline(report: Report) -> str:
    """The verdict in one sentence."""
    if not report.statements:
        return "Nothing could be measured: no statement of the workload ran."
    if is_empty(report):
        return "Nothing pays: this workload is best served by the database as it is."
    return f"{_what(report)} {_does(report)}."


def _what(report: Report) -> str:
    indexes = len(report.plan.indexes)
    if not indexes:
        return "No new index pays, but settings do: they" if report.plan.pragmas else "The plan"
    space = size(report.plan.bytes)
    if indexes == 1:
        return f"One new index of {space}"
    return f"{number(indexes).capitalize()} new indexes, {space} together,"


def _does(report: Report) -> str:
    before, after = report.before.steps, report.after.steps
    exact_before, exact_after = exact(report)
    verb = "makes" if len(report.plan.indexes) == 1 or "plan" in _what(report) else "make"
    now, was = f"{short(after)} steps", at_least(short(before), exact_before)
    if not exact_after:
        return f"{_verb(verb, 'leave')} the workload at {at_least(now, finished=False)}, from {was}"
    if after >= before:
        return f"{_verb(verb, 'save')} no steps: {now}, from {was}"
    ratio = before / after if after else float("inf")
    most = "" if exact_before else "at least "
    if 2 <= ratio < float("inf"):
        return f"{verb} this workload {most}{multiple(ratio)} times cheaper: {now} instead of {was}"
    saved = share(before - after, before)
    return f"{_verb(verb, 'save')} {most}{saved} of this workload's steps: {now} instead of {was}"


def _verb(like: str, verb: str) -> str:
    return f"{verb}s" if like.endswith("s") else verb


def built(report: Report) -> int:
    """The candidates that were really built."""
    return len(report.rejected) + len(report.plan.indexes)


def cautions(report: Report) -> Iterator[str]:
    """What limits the verdict; a critical reader starts here."""
    if report.out_of_time:
        yield "The time allowed ran out: this is the best plan found until then, not the last word."
    if report.left_out:
        yield (
            f"{_sentence(plural(len(report.left_out), 'statement'))} of the workload couldn't be"
            " run; no figure here covers what was left out."
        )
    yield from _stopped(report)
    yield from _sampled(report)
    yield from _results(report)
    if report.app_sqlite_version != report.sqlite_version:
        yield (
            f"Measured with SQLite {report.sqlite_version}; Python's own here is"
            f" {report.app_sqlite_version}, whose planner may choose otherwise."
        )


def _stopped(report: Report) -> Iterator[str]:
    stopped = [s for s in report.statements if not (s.before.finished and s.after.finished)]
    if stopped:
        yield (
            f"{_sentence(plural(len(stopped), 'statement'))} took so long that"
            f" {'it was' if len(stopped) == 1 else 'they were'} stopped: figures marked ≥ are"
            " lower bounds, totals with them."
        )


def _sampled(report: Report) -> Iterator[str]:
    sampled = [s for s in report.statements if s.replayed < s.distinct]
    if sampled:
        yield (
            f"{_sentence(plural(len(sampled), 'statement'))} ran with a sample of"
            f" {'its' if len(sampled) == 1 else 'their'} parameters: totals there are estimates."
        )


def _results(report: Report) -> Iterator[str]:
    count = {same: 0 for same in ("identical", "rounding", "not compared")}
    for statement in report.statements:
        count[statement.same] += 1
    if count["not compared"]:
        yield (
            f"{_sentence(plural(count['not compared'], 'statement'))} could not have"
            f" {'its' if count['not compared'] == 1 else 'their'} results compared before and"
            f" after; {plural(count['identical'] + count['rounding'], 'was', 'were')} the same."
        )
    elif report.statements:
        yield _all_same(count["identical"], count["rounding"])


def _all_same(identical: int, rounding: int) -> str:
    if not rounding:
        return "Every statement returned the same rows, or changed as many, before and after."
    return (
        f"Every statement returned the same rows before and after, {number(rounding)} of"
        f" {number(identical + rounding)} up to the last bits of real numbers."
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
