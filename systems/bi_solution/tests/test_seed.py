"""Seeding and starting: safe to repeat and to interrupt, and refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from systems.bi_solution import seed, serve
from systems.bi_solution.app.lake import build, manifest
from systems.bi_solution.app.lake.warehouse import Reader


def test_the_data_is_the_real_one(lake: Reader) -> None:
    """Every transaction is there once, of 457 stores in 2017, and fuel is in gallons."""
    row = lake.run(
        "SELECT count(*), count(DISTINCT store), sum(revenue), min(sold_on), max(sold_on)"
        " FROM sales"
    ).rows[0]
    assert [str(one) for one in row] == [
        "1469307",
        "457",
        "4596039.58",
        "2017-01-01",
        "2017-12-31",
    ]
    most = lake.run("SELECT max(quantity) FROM sales").rows[0][0]
    assert most < 200


def test_seeding_again_changes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time nothing is written, and the passwords stay."""
    before = {one: one.stat().st_mtime_ns for one in (data / "lake").iterdir()}
    credentials = (data / "credentials.json").read_bytes()
    assert seed.main(["--data", str(data)]) == 0
    assert "was there already" in capsys.readouterr().out
    assert {one: one.stat().st_mtime_ns for one in (data / "lake").iterdir()} == before
    assert (data / "credentials.json").read_bytes() == credentials


def test_an_interrupted_seed_goes_on(own_data: Path) -> None:
    """A lake without its manifest is finished from the parts that are there."""
    lake = own_data / "lake"
    version = manifest.read(lake).version
    kept = (lake / "sales-000.parquet").stat().st_mtime_ns
    (lake / manifest.FILE).unlink()
    (lake / "stock.parquet").unlink()
    (lake / "sales-001.draft").write_bytes(b"half")
    assert build.build(lake, 1, lambda step, done: None)
    assert manifest.read(lake).version == version
    assert (lake / "sales-000.parquet").stat().st_mtime_ns == kept


def test_each_account_has_a_password_of_its_own(data: Path) -> None:
    """No two accounts share a password, and none is short."""
    known = json.loads((data / "credentials.json").read_text())
    assert len(set(known.values())) == len(known) == 5
    assert min(map(len, known.values())) >= 16


def test_serving_an_empty_folder_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without data the server says how to make it and ends with 2."""
    assert serve.main(["--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "systems.bi_solution.seed" in said


@pytest.mark.parametrize("command", [serve.main, seed.main])
def test_a_form_that_is_not_built_is_refused_in_one_line(
    command: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another form than the prototype ends with 2 and one line."""
    monkeypatch.setenv("FORM", "production")
    assert command(["--data", str(tmp_path)]) == 2  # type: ignore[operator]
    said = capsys.readouterr().err
    assert said.strip() == "FORM=production isn't built yet; there is: prototype"
