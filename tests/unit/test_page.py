"""The report's page: its words and figures, and that nothing gets into or out of it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import apsw
import pytest

from tenfold.errors import TenfoldError
from tenfold.queries.page import plots, render_html, sql, verdict, view, words, write_html
from tenfold.queries.report import Report
from tests.debian import require_tool
from tests.unit import page_fixture as fixture

REPORTS = [fixture.shop, fixture.exactly, fixture.nothing_pays, fixture.nothing_ran]
every_report = pytest.mark.parametrize("make", REPORTS, ids=lambda make: make.__name__)
Make = Callable[[], Report]


def plain(text: str) -> str:
    """The text with ordinary spaces and minus signs."""
    return text.replace(words.THIN, " ").replace(words.MINUS, "-").replace(words.TIMES, "x")


class Elements(HTMLParser):
    """Every element of a page with its attributes, and all its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (982, "982"),
        (9_999, "9 999"),
        (10_000, "10.0 k"),
        (46_412_345, "46.4 M"),
        (999_499, "999 k"),
        (999_500, "1.00 M"),
        (3_717_000_000, "3.72 G"),
        (float("nan"), "not measured"),
    ],
)
def test_short(value: float, text: str) -> None:
    """A count has three digits and a unit, or all its digits where those are few."""
    assert plain(words.short(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (512, "512 B"), (91_600_000, "91.6 MB"), (999_999_999, "1.00 GB")],
)
def test_size(value: int, text: str) -> None:
    """A size is in decimal units."""
    assert plain(words.size(value)) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0 ms"),
        (0.0123, "12.3 µs"),
        (0.9999, "1.00 ms"),
        (12.3, "12.3 ms"),
        (999.9, "1.00 s"),
        (4_560, "4.56 s"),
        (200_000, "3 min 20 s"),
        (float("inf"), "not measured"),
    ],
)
def test_duration(ms: float, text: str) -> None:
    """A time is in the unit that suits it."""
    assert plain(words.duration(ms)) == text


@pytest.mark.parametrize(
    ("before", "after", "finished", "text", "times", "tone"),
    [
        (1000, 13, (True, True), "-98.7 %", "76x fewer", "better"),
        (1000, 900, (True, True), "-10.0 %", "", "better"),
        (100, 39, (True, True), "-61.0 %", "2.5x fewer", "better"),
        (1_000_000, 1, (True, True), "-99.9999 %", "1 000 000x fewer", "better"),
        (1_000_000, 999_990, (True, True), "-0.001 %", "", "better"),
        (5, 0, (True, True), "-100 %", "", "better"),
        (10, 30, (True, True), "+200.0 %", "3x more", "worse"),
        (0, 30, (True, True), "+30", "from nothing", "worse"),
        (7, 7, (True, True), "no change", "", "same"),
        (1000, 10, (False, True), "-99.0 %", "100x fewer, at least", "better"),
        (1000, 1000, (False, True), "unknown", "before was stopped", "unknown"),
        (1000, 10, (True, False), "unknown", "after was stopped", "unknown"),
        (1000, 1500, (True, False), "+50.0 %", "at least", "worse"),
        (1000, 10, (False, False), "unknown", "both were stopped", "unknown"),
        (float("nan"), 10, (True, True), "unknown", "not measured", "unknown"),
    ],
)
def test_change(
    before: float, after: float, finished: tuple[bool, bool], text: str, times: str, tone: str
) -> None:
    """A gain is never rounded to all or nothing, and never told where it isn't known."""
    found = words.change(before, after, finished=finished)
    assert (plain(found.text), plain(found.times), found.tone) == (text, times, tone)


def test_noise_is_not_praised() -> None:
    """A change within the noise is shown, and called neither good nor bad."""
    found = words.change(100, 97, noise=0.05)
    assert (plain(found.text), found.tone) == ("-3.0 %", "same")


def test_multiples_are_never_rounded_up() -> None:
    """A multiple claims no more than there is."""
    assert [words.multiple(ratio) for ratio in (2.59, 2.6, 9.99, 63.9)] == [
        "2.5",
        "2.6",
        "9.9",
        "63",
    ]


# The verdict


def with_costs(before: int, after: int, *, indexes: int = 1) -> Report:
    """The shop with one statement of these steps and so many indexes in the plan."""
    report = fixture.exactly()
    plan = dataclasses.replace(
        report.plan, indexes=report.plan.indexes[:indexes], statements=["ANALYZE"], pragmas=[]
    )
    one = dataclasses.replace(
        report.statements[0], before=fixture.cost(before), after=fixture.cost(after)
    )
    return dataclasses.replace(
        report, statements=[one], before=one.before, after=one.after, plan=plan
    )


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (
            with_costs(3_717_000_000, 46_400_000, indexes=3),
            "Three new indexes, 48.5 MB together, make this workload 80 times cheaper: 46.4 M steps"
            " instead of 3.72 G.",
        ),
        (
            with_costs(1_000, 900),
            "One new index of 26.2 MB saves 10.0 % of the steps of this workload: 900 steps instead"
            " of 1 000.",
        ),
        (
            with_costs(1_000, 1_100),
            "One new index of 26.2 MB saves no steps: 1 100 steps, from 1 000.",
        ),
        (
            with_costs(1_000, 100, indexes=0),
            "No new index pays; the rest of the plan makes this workload 10 times cheaper: 100"
            " steps instead of 1 000.",
        ),
        (
            fixture.nothing_pays(),
            "Nothing pays: no new index is worth its space and its writes here.",
        ),
        (fixture.nothing_ran(), "Nothing could be measured: no statement of the workload ran."),
        (
            dataclasses.replace(fixture.nothing_pays(), out_of_time=True),
            "Nothing was found in the time allowed that pays: no new index is worth its space and"
            " its writes here.",
        ),
    ],
)
def test_headline(report: Report, sentence: str) -> None:
    """The verdict is one sentence that claims what was measured."""
    assert plain(verdict.headline(report)) == sentence


def test_headline_speaks_of_what_ended() -> None:
    """Where a statement never ended, the verdict is about the others, and says at least."""
    sentence = plain(verdict.headline(fixture.shop()))
    assert "make the 59 statements that ended at least 113 times cheaper" in sentence
    assert "instead of ≥ 3.65 G" in sentence


def test_cautions() -> None:
    """What limits the verdict is said beside it, from what was left out to the version."""
    text = " ".join(verdict.cautions(dataclasses.replace(fixture.shop(), out_of_time=True)))
    for words_ in ("time allowed ran out", "couldn't be run", "lower bounds", "sample of its"):
        assert words_ in text
    assert "Two statements could not have their results compared" in text
    assert "3.40.1" in text
    assert list(verdict.cautions(fixture.exactly())) == [
        "Every statement returned the same rows, or changed as many, before and after."
    ]


# The page


@every_report
def test_page_asks_for_nothing(make: Make) -> None:
    """No element names anything outside of the page, and none has a script or style of its own."""
    for tag, attributes in Elements(render_html(make())).found:
        assert tag not in {"img", "iframe", "object", "embed", "form", "base", "use", "image"}
        for name in ("src", "srcset", "action", "xlink:href", "style", "data", "poster"):
            assert name not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith(("#", "data:"))


def test_policy_is_of_what_is_there() -> None:
    """The policy allows nothing but the very style and script that the page holds."""
    page = render_html(fixture.shop())
    (policy,) = [
        attributes["content"] or ""
        for tag, attributes in Elements(page).found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_assets_name_no_address() -> None:
    """Neither the style nor the script names an address or imports anything."""
    for name in ("page.css", "page.js"):
        text = Path(view.__file__).with_name(name).read_text(encoding="utf-8")
        assert not re.search(r"https?:|//\w|@import|url\(|\r", text)


def hostile_report() -> Report:
    """The shop with markup in every text that a report can hold."""

    def poison(value: object) -> object:
        if isinstance(value, str):
            return value + fixture.HOSTILE
        if isinstance(value, list):
            return [poison(item) for item in value]
        if isinstance(value, dict):
            return {poison(key): item for key, item in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            kept = {"kind", "same", "verdict"} if not hasattr(value, "fix") else set()
            fields = {
                field.name: getattr(value, field.name)
                if field.name in kept
                else poison(getattr(value, field.name))
                for field in dataclasses.fields(value)
            }
            return dataclasses.replace(value, **fields)
        return value

    poisoned = poison(fixture.shop())
    assert isinstance(poisoned, Report)
    return poisoned


def test_everything_is_escaped() -> None:
    """Markup in any text of the report stays text, wherever the page shows it."""
    page = render_html(hostile_report())
    assert page.count("</script>") == 1
    assert "<img" not in page
    elements = Elements(page)
    assert elements.text.count(fixture.HOSTILE) > 500
    assert {tag for tag, _ in elements.found} == {
        tag for tag, _ in Elements(render_html(fixture.shop())).found
    }


def test_control_characters_are_shown() -> None:
    """What HTML can't hold is made visible: NUL, escape, a lone surrogate."""
    assert sql.visible("a\0b\x1b\ud800\tc\r\nd\x7f") == "a␀b␛\ufffd\tc\nd␡"


@pytest.mark.parametrize(
    "text", [fixture.HOSTILE, fixture.NON_LATIN, fixture.LONG, "SELECT 'it''s -- FROM'"]
)
def test_marked_sql_keeps_its_text(text: str) -> None:
    """SQL that is marked up reads, and copies, as it was."""
    assert Elements(str(sql.marked(text))).text == text


def test_words_in_literals_are_no_clauses() -> None:
    """A FROM in a literal, or within parentheses, begins no line."""
    marked = str(sql.marked("SELECT (SELECT 1 FROM a), ' FROM b' FROM c"))
    assert marked.count('class="clause"') == 1
    assert marked.endswith('<b class="clause">FROM</b> c')


@every_report
def test_page_is_the_same_each_time(make: Make) -> None:
    """The same report gives the same bytes."""
    assert render_html(make()) == render_html(make())


def test_page_holds_everything() -> None:
    """Every statement, index, rejection, finding and left-out line of the report is on the page."""
    report = fixture.shop()
    text = Elements(render_html(report)).text
    wanted = [s.text for s in report.statements] + [s.example for s in report.statements]
    wanted += [site for s in report.statements for site in s.call_sites]
    wanted += [line.meaning for s in report.statements for line in s.plan_before if line.meaning]
    wanted += [text for i in report.plan.indexes for text in (i.sql, i.why)]
    wanted += [text for r in report.rejected for text in (r.definition, r.why)]
    wanted += [text for e in report.existing_indexes for text in (e.name, e.why, e.drop_sql or "")]
    wanted += [text for f in report.findings for text in (f.what, f.fix)]
    wanted += [text for item in report.left_out for text in (item.sql, item.why)]
    wanted += [*report.plan.pragmas, *report.tables, report.sqlite_version]
    assert [item for item in wanted if item not in text] == []


def test_missing_is_said() -> None:
    """What the report doesn't know is said to be unknown, not left empty or made up."""
    text = Elements(render_html(fixture.nothing_pays())).text
    for words_ in ("not recorded", "the workload gives no times", "what indexes would cost"):
        assert words_ in text


def test_lower_bounds_are_marked() -> None:
    """A statement that was stopped has its figures marked as lower bounds."""
    row = next(r for r in view.View(fixture.shop()).statements if not r.report.before.finished)
    assert plain(row.before) == "≥ 2.00 G"
    assert all(figure.before.startswith("≥") for figure in row.figures)


# The plot


def test_axis_is_honest() -> None:
    """The axis runs over whole decades, holds every value, and spaces decades evenly."""
    axis = plots.Axis.over([0, 630, 2_000_000_000])
    assert (axis.first, axis.last) == (2, 10)
    assert axis.at(0) == 0
    assert axis.at(10**10) == 100
    assert axis.at(10**6) == pytest.approx((axis.at(10**5) + axis.at(10**7)) / 2)


@pytest.mark.parametrize("values", [[], [0], [1], [10], [5, 5], [10**18]])
def test_axis_of_little(values: list[int]) -> None:
    """An axis over nothing, or over one value, still has a length, and the least bar is seen."""
    axis = plots.Axis.over(values)
    assert axis.last > axis.first >= 0
    assert all(0 <= axis.at(value) <= 100 for value in values)


def test_plot_says_what_it_shows() -> None:
    """Each plot has a title and a description, and marks what was stopped."""
    pair = plots.Pair("a <b>", 10, 5, before_exact=False)
    plot = str(plots.bars([pair], axis=plots.Axis.over([10, 5]), id="x", title="T"))
    assert '<title id="x-title">T</title>' in plot
    assert '<desc id="x-desc">' in plot
    assert "a &lt;b&gt;" in plot
    assert plot.count('class="more"') == 1


# Colours


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrast(theme: int) -> None:
    """Text has a contrast of 4.5 or more to whatever it stands on, and a bar of 3."""
    css = Path(view.__file__).with_name("page.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", css)
    colours = {name: (light, dark)[theme] for name, light, dark in pairs}
    literal = re.search(r"code i \{.*?light-dark\((#\w{6}), (#\w{6})\)", css)
    assert literal
    colours["literal"] = literal.group(theme + 1)
    for ground in ("paper", "raised", "sunken", "mark"):
        for ink in ("ink", "quiet", "accent", "worse", "literal"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for bar in ("before", "after"):
        assert contrast(colours[bar], colours["paper"]) >= 3


# Writing


def test_write(tmp_path: Path) -> None:
    """The page is written whole, over an older one, with nothing left beside it."""
    file = tmp_path / "report.html"
    file.write_text("old")
    write_html(fixture.shop(), file)
    assert file.read_text(encoding="utf-8") == render_html(fixture.shop())
    assert list(tmp_path.iterdir()) == [file]


def test_write_to_no_folder(tmp_path: Path) -> None:
    """A folder that isn't there is one clear error."""
    with pytest.raises(TenfoldError, match=r"can't write the report to .*: No such file"):
        write_html(fixture.nothing_pays(), tmp_path / "gone" / "report.html")


def test_failed_write_keeps_the_old_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up leaves the old page as it was, and no half of the new one."""
    file = tmp_path / "report.html"
    file.write_text("old")

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(TenfoldError, match="No space left"):
        write_html(fixture.nothing_pays(), file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_write_through_a_device() -> None:
    """A device is written to, never replaced by a file."""
    write_html(fixture.nothing_pays(), Path("/dev/null"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


# What the page tells its reader to type


def test_sample_can_be_typed() -> None:
    """The statement to try holds all its values, where there is one that does."""
    report = fixture.exactly()
    for one in report.statements[:-1]:
        one.example = one.text if "?" in one.text else "SELECT :name"
    report.statements[-1].example = "SELECT '?' FROM products"
    seen = view.View(report)
    assert seen.question.endswith("SELECT '?' FROM products;")
    assert "the values are not in this report" in Elements(render_html(report)).text


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A small database with a name that a shell would trip over."""
    path = tmp_path / "my shop.db"
    connection = apsw.Connection(str(path))
    connection.execute(
        "CREATE TABLE t (a, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
        " WHERE i < 500) INSERT INTO t SELECT i, i % 7 FROM n"
    )
    connection.close()
    return path


def test_commands_of_the_page_work(database: Path, tmp_path: Path) -> None:
    """The commands that the page gives make the copies and show the steps that SQLite counted."""
    require_tool("sqlite3", package="sqlite3")
    report = dataclasses.replace(with_costs(1_000, 10), database=str(database))
    create = "CREATE INDEX tenfold_t_a ON t (a)"
    plan = dataclasses.replace(
        report.plan, statements=[create], pragmas=["PRAGMA user_version = 7"]
    )
    question = "SELECT count(*) FROM t WHERE a = 7"
    one = dataclasses.replace(report.statements[0], example=question)
    seen = view.View(dataclasses.replace(report, plan=plan, statements=[one]))

    def shell(command: str, text: str = "") -> str:
        done = subprocess.run(
            ["sh", "-ec", command],  # noqa: S607
            cwd=tmp_path,
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    (tmp_path / "plan.sql").write_text(seen.script)
    (tmp_path / "steps.py").write_text(seen.steps_script)
    shell(seen.copies)
    assert "tenfold_t_a" in shell(seen.sizes_command)
    command, questions = seen.question.split("\n", 1)
    steps = {}
    for copy in ("before.db", "after.db"):
        answer = shell(command.replace("before.db", copy), questions)
        (steps[copy],) = [int(n) for n in re.findall(r"VM-steps: (\d+)", answer)]
        script = seen.steps_command.replace("SELECT 1", question).replace("before.db", copy)
        ours = shell(script.replace("python ", f"{sys.executable} "))
        assert re.fullmatch(r"\d+ steps\n", ours)
        assert abs(int(ours.split()[0]) - steps[copy]) <= 0.05 * steps[copy] + 5
    assert steps["after.db"] < 50 < steps["before.db"]
    assert "USING COVERING INDEX tenfold_t_a" in shell("sqlite3 after.db", questions)
