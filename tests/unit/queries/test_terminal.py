"""The report at a terminal."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from tenfold.queries.page.words import THIN
from tenfold.queries.report import Cost, LeftOut, Report
from tenfold.queries.terminal import print_report
from tests.unit.page_fixture import nothing_pays, shop


def printed(report: Report, width: int = 100) -> str:
    """What is printed, without colours."""
    out = io.StringIO()
    print_report(report, Console(file=out, width=width, color_system=None))
    return out.getvalue().replace(THIN, " ").replace("\xa0", " ")


def test_figures_and_plan() -> None:
    """Before, after and gain come first, then each index as SQL that can be copied."""
    report = shop()
    text = printed(report)
    for words in ("Before", "After", "Gain", "Steps", "Time", "Space", "The plan"):
        assert words in text
    for index in report.plan.indexes:
        assert f"  {index.sql};\n" in text
    assert text.index("Gain") < text.index("The plan")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_of_a_table_is_broken(width: int) -> None:
    """Tables fit any width, and SQL is never cut or wrapped."""
    report = shop()
    text = printed(report, width)
    assert all(f"  {index.sql};\n" in text for index in report.plan.indexes)
    tables = [line for line in text.splitlines() if line[:1] in set("┏┃┡│└")]
    assert tables
    assert max(map(len, tables)) <= width


def test_markup_is_shown_as_it_is() -> None:
    """Brackets in SQL are text and no markup."""
    report = shop()
    first = report.statements[0]
    report.statements[0] = replace(first, text="SELECT [red] FROM [/bold]", after=_free())
    report.left_out = [LeftOut("SELECT [/x]", 3, "near [/y]: syntax error")]
    text = printed(report, 200)
    assert "SELECT [red] FROM [/bold]" in text
    assert "line 3: near [/y]: syntax error: SELECT [/x]" in text


def _free() -> Cost:
    return Cost(0, 0, 0, 0.0, 0.0, 0.0, 0, 0)


def test_nothing_pays() -> None:
    """Where nothing pays, that is said in one sentence."""
    assert "No index pays for its space and its writes" in printed(nothing_pays())


def test_lower_bound_is_marked() -> None:
    """What was stopped before its end is at least so much."""
    report = shop()
    report.before = replace(report.before, finished=False)
    steps = next(line for line in printed(report).splitlines() if "Steps" in line)
    assert "≥" in steps


def test_stopped_on_both_sides() -> None:
    """Of what was stopped before and after, both figures are marked and no gain is claimed."""
    report = shop()
    report.before = replace(report.before, finished=False)
    report.after = replace(report.after, finished=False)
    steps = next(line for line in printed(report).splitlines() if "Steps" in line)
    assert steps.count("≥") == 2
    assert "both were stopped" in steps


def test_left_out_are_counted() -> None:
    """Five statements that were left out are shown, and the others are counted."""
    report = shop()
    report.left_out = [LeftOut(f"SELEC {n}", n, "syntax error") for n in range(1, 9)]
    text = printed(report)
    assert "eight statements not replayed" in text
    assert "line 5:" in text
    assert "line 6:" not in text
    assert "and 3 more" in text


def test_cut_short_is_said() -> None:
    """A search that ran out of time says so."""
    report = shop()
    report.out_of_time = True
    assert "best answer so far" in printed(report)
