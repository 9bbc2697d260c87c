"""The verdict in a sentence, and what to know before believing it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.queries.page.words import at_least, multiple, number, plural, share, short, size
from tenfold.queries.report import Report, StatementReport


def exact(report: Report) -> tuple[bool, bool]:
    """Whether the workload's figures before and after are exact, or lower bounds."""
    return (
        report.before.finished and all(s.before.finished for s in report.statements),
        report.after.finished and all(s.after.finished for s in report.statements),
    )


def is_empty(report: Report) -> bool:
    """Whether the plan has nothing to do."""
    return not (report.plan.statements or report.plan.pragmas or report.plan.indexes)


def ended(report: Report) -> list[StatementReport]:
    """The statements whose cost after the plan is known: so is their gain, or its least."""
    return [statement for statement in report.statements if statement.after.finished]


def headline(report: Report) -> str:
    """The verdict in one sentence."""
    if not report.statements:
        return "Nothing could be measured: no statement of the workload ran."
    if is_empty(report):
        found = "was found in the time allowed that pays" if report.out_of_time else "pays"
        return f"Nothing {found}: no new index is worth its space and its writes here."
    return f"{_what(report)} {_does(report)}."


def _what(report: Report) -> str:
    indexes = len(report.plan.indexes)
    if not indexes:
        return "No new index pays; the rest of the plan"
    space = size(report.plan.bytes)
    if indexes == 1:
        return f"One new index of {space}"
    return f"{number(indexes).capitalize()} new indexes, {space} together,"


def _does(report: Report) -> str:
    s = "" if len(report.plan.indexes) > 1 else "s"
    known = ended(report)
    if not known:
        return f"leave{s} every statement so slow that it had to be stopped"
    whole = len(known) == len(report.statements)
    before = report.before.steps if whole else sum(one.before.steps for one in known)
    after = report.after.steps if whole else sum(one.after.steps for one in known)
    what = "this workload" if whole else f"the {number(len(known))} statements that ended"
    exact = all(one.before.finished for one in known) and (report.before.finished or not whole)
    now, was = f"{short(after)} steps", at_least(short(before), exact)
    if after >= before:
        return f"save{s} no steps: {now}, from {was}"
    most = "" if exact else "at least "
    if after and before / after >= 2:
        ratio = multiple(before / after)
        return f"make{s} {what} {most}{ratio} times cheaper: {now} instead of {was}"
    saved = share(before - after, before)
    return f"save{s} {most}{saved} of the steps of {what}: {now} instead of {was}"


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
    count = dict.fromkeys(("identical", "rounding", "not compared"), 0)
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
