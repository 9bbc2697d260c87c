"""Taking keywords along, without a formula among them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from systems.omni_keywords.app.exporting import HEADINGS, as_csv, as_xlsx, neutral, records
from systems.omni_keywords.tests.conftest import Person
from systems.omni_keywords.tests.test_score import keyword

FORMULA = "=hyperlink(1)"


def test_csv(viewer: Person) -> None:
    """A CSV has every keyword that the filters leave, with what is said of it."""
    answer = viewer.get("/niches/1/export.csv?intent=commercial")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tenis-de-corrida.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    assert {row["intent"] for row in rows} == {"commercial"}
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_xlsx(viewer: Person) -> None:
    """A workbook has the same rows, with numbers as numbers."""
    book = load_workbook(io.BytesIO(viewer.get("/niches/1/export.xlsx").data))
    rows = list(book.active.values)
    assert rows[0] == HEADINGS
    assert len(rows) == 121
    assert all(isinstance(row[1], int) for row in rows[1:])
    book.close()


def test_json(viewer: Person) -> None:
    """JSON has the same, with null for what isn't known."""
    rows = viewer.get("/niches/1/export.json?per_page=1").json
    assert len(rows) == 120
    assert tuple(rows[0]) == HEADINGS
    assert any(row["cpc"] is None for row in rows)


def test_no_other_kind(viewer: Person) -> None:
    """There is no export of a kind that isn't known."""
    assert viewer.get("/niches/1/export.exe").status_code == 404


def test_imported_formulas_come_out_as_text(editor: Person) -> None:
    """A keyword that looks like a formula is text in each kind of file."""
    editor.bring(f"{FORMULA}\n+galocha\n@galocha")
    rows = csv.reader(io.StringIO(editor.get("/niches/1/export.csv").data.decode("utf-8-sig")))
    assert {f"'{FORMULA}", "'+galocha", "'@galocha"} <= {row[0] for row in rows}
    book = load_workbook(io.BytesIO(editor.get("/niches/1/export.xlsx").data))
    cells = {cell.value: cell.data_type for (cell,) in book.active["A1:A200"]}
    assert cells[f"'{FORMULA}"] == "s"
    book.close()
    assert FORMULA in {row["keyword"] for row in editor.get("/niches/1/export.json").json}


@given(st.text(max_size=60))
def test_no_text_is_a_formula(text: str) -> None:
    """No cell begins as a formula does."""
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_names_are_neutral_too(write: object) -> None:
    """The names of categories and clusters are no formulas either."""
    one = keyword("café", category_id=1, cluster_id=1)
    found = list(records([one], {1: FORMULA}, {1: FORMULA}))
    content = write(found)  # type: ignore[operator]
    if write is as_csv:
        assert content.decode().count(f"'{FORMULA}") == 2
    else:
        book = load_workbook(io.BytesIO(content))
        assert [cell.value for cell in book.active[2]][-2:] == [f"'{FORMULA}"] * 2
        book.close()
