"""The main journeys in a real browser, in both languages, themes and widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from systems.beecatalog.tests.seller import ROWS, TABLE
from systems.served import Served
from systems.visits import Visit

pytestmark = pytest.mark.browser
LOOKS = [
    ("pt-BR", "light", False, True),
    ("pt-BR", "dark", True, True),
    ("en-US", "dark", False, True),
    ("en-US", "light", True, False),
]
WORDS = {"pt-BR": ("Preencher", "Salvo."), "en-US": ("Fill in", "Saved.")}


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(str(part) for part in look))
def visit(request: pytest.FixtureRequest, chromium: Any, site: Served) -> Iterator[Visit]:
    """A visitor; at the end no page may have complained or asked another host."""
    language, theme, phone, script = request.param
    one = Visit(chromium, site.url, language=language, theme=theme, phone=phone, javascript=script)
    one.language, one.script = language, script
    yield one
    assert one.complaints == []
    assert one.strangers == []
    one.leave()


def sign_up(visit: Visit, email: str) -> Any:
    """Make an account by the pages."""
    page = visit.open("/")
    assert visit.overflow() == 0
    page.click(".hero .button")
    page.fill("[name=name]", "Zé")
    page.fill("[name=email]", email)
    page.fill("[name=password]", "abelha-rainha-27")
    assert visit.overflow() == 0
    page.click("main form .button")
    page.wait_for_url("**/batches/")
    return page


def test_from_file_to_workbook(visit: Visit, tmp_path: Path, numbers: Iterator[int]) -> None:
    """A new seller uploads a file, fills it in, corrects a product and downloads a workbook."""
    fill, saved = WORDS[visit.language]
    page = sign_up(visit, f"browser{next(numbers)}@example.org")
    assert visit.overflow() == 0
    file = tmp_path / "produtos.csv"
    file.write_text(TABLE + ROWS, encoding="utf-8")
    page.set_input_files("[name=file]", file)
    page.click("main form .button")
    page.wait_for_url("**/batches/*/")
    assert visit.overflow() == 0
    page.click(f"#batch-app button:has-text('{fill}')")
    page.wait_for_selector("#batch-app .state-filled >> nth=1")
    assert visit.overflow() == 0
    page.click("#batch-app tbody a >> nth=0")
    page.wait_for_url("**/products/*/")
    assert visit.overflow() == 0
    page.fill("[name=origin]", "Brasil")
    page.check(".bar input[type=checkbox]")
    page.click(".bar .button >> nth=0")
    page.wait_for_selector(f"[role=status]:has-text('{saved}')")
    page.reload()
    assert page.input_value("[name=origin]") == "Brasil"
    page.click(".crumbs a >> nth=1")
    page.click(".markets form:nth-child(3) button")
    page.wait_for_url("**/spreadsheets/*/")
    assert visit.overflow() == 0
    with page.expect_download() as download:
        page.click(".progress .button")
    assert download.value.suggested_filename.endswith(".xlsx")
    for path in ("/marketplaces/", "/history/", "/interfaces/"):
        visit.open(path)
        assert visit.overflow() == 0


@pytest.fixture
def reader(chromium: Any, site: Served) -> Iterator[Visit]:
    """A visitor at a desk, in Portuguese."""
    one = Visit(chromium, site.url)
    yield one
    one.leave()


def test_live_editor(reader: Visit, tmp_path: Path, numbers: Iterator[int]) -> None:
    """Searching narrows the list; tabs, counters and refusals answer without a new page."""
    page = sign_up(reader, f"browser{next(numbers)}@example.org")
    file = tmp_path / "produtos.csv"
    file.write_text(TABLE + ROWS, encoding="utf-8")
    page.set_input_files("[name=file]", file)
    page.click("main form .button")
    page.wait_for_url("**/batches/*/")
    page.fill("#q", "Caneca")
    page.locator("#batch-app tbody tr").nth(1).wait_for(state="detached")
    page.click("#batch-app tbody a >> nth=0")
    page.click("[role=tab]:has-text('Mercado Livre')")
    page.fill("[name='mercado-livre.title']", "x" * 61)
    assert page.text_content(".help.over") == "61 / 60"
    page.fill("[name='mercado-livre.title']", "Caneca <b>esmaltada</b>")
    page.fill("[name=price]", "1.234,50")
    page.click(".bar .button")
    page.wait_for_selector("[role=status]:has-text('Salvo.')")
    page.reload()
    assert page.input_value("[name=price]") == "1234,50"
    page.fill("[name=gtin]", "abc")
    page.click(".bar .button")
    page.wait_for_selector(".field.bad .error")
    assert page.locator(".status.bad").count() == 1
    assert reader.strangers == []
    assert [one for one in reader.complaints if "400" not in one] == []


def test_keyboard(reader: Visit) -> None:
    """The first key leads to the content, and every field has a label."""
    page = reader.open("/sign-up/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for field in page.locator("main input:not([type=hidden])").all():
        assert field.evaluate("input => input.labels.length") == 1
