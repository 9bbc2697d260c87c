"""What sellers do, from the file to the workbook, in every form."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from systems.beecatalog.tests.macros import VBA, macro_workbook
from systems.beecatalog.tests.seller import ROWS, TABLE, Seller
from systems.served import ROOT, Served


def test_health(site: Served, seller: Seller) -> None:
    """The system says that it serves, and how many statements each answer took."""
    answer = seller.http.get("/health")
    assert answer.status_code == 200
    assert answer.headers["Server-Timing"].startswith("sql;desc=")


def test_whole_journey(seller: Seller) -> None:
    """A file is uploaded, filled in, corrected, written and downloaded without JavaScript."""
    batch = seller.batch()
    page = seller.http.get(f"/batches/{batch}/").text
    assert "Camiseta azul de algodão" in page
    assert seller.post(f"/batches/{batch}/process/").status_code == 302
    first, second = seller.products(batch)
    assert (first["state"], first["known_from"]["description"]) == ("filled", "page")
    assert first["listings"]["mercado-livre"]["title"]
    answer = seller.post(
        f"/products/{second['id']}/?marketplace=shopee",
        {
            "name": "Caneca esmaltada", "price": "29,90", "shopee.title": "Caneca esmaltada",
            "shopee.keywords": "caneca; café", "shopee.attribute.condition": "Novo",
            "reviewed": "on",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    corrected = seller.products(batch)[1]
    assert (corrected["name"], corrected["price"], corrected["state"]) == (
        "Caneca esmaltada", "29.90", "reviewed",
    )  # fmt: skip
    assert corrected["listings"]["shopee"]["keywords"] == ["caneca", "café"]
    history = seller.http.get(f"/history/?product={second['id']}").text
    assert "19.90" in history
    assert "29.90" in history
    written = seller.post(f"/batches/{batch}/write/shopee/")
    sheet = seller.http.get(written.headers["Location"])
    assert "still wrong" in sheet.text
    file = seller.http.get(f"{written.headers['Location']}file/")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    titles = [row[1].value for row in book["Modelo"].iter_rows(min_row=4)]
    assert "Caneca esmaltada" in titles
    problems = seller.http.get(f"{written.headers['Location']}problems/")
    assert problems.text.startswith("\ufeff")
    assert len(problems.text.splitlines()) > 3


def test_nothing_is_made_up(seller: Seller) -> None:
    """GTIN, NCM, weight and origin that nobody said stay empty and are flagged."""
    batch = seller.batch(TABLE + "Z9;Panela de pressão;;;;;;;\n")
    seller.post(f"/batches/{batch}/process/")
    (product,) = seller.products(batch)
    assert [product[name] for name in ("gtin", "ncm", "weight_g", "origin")] == ["", "", None, ""]
    flagged = {one["field"] for one in product["problems"]["magalu"]}
    assert {"gtin", "ncm", "weight_g", "origin"} <= flagged


def test_link_that_cannot_be_read(seller: Seller) -> None:
    """A link to a private address is refused beside the product, and the rest is filled in."""
    rows = "A;Bola;;;;;;http://169.254.169.254/latest;\nB;Boneca;;;;;;http://loja-demo.test/p/7;\n"
    batch = seller.batch(TABLE + rows)
    seller.post(f"/batches/{batch}/process/")
    first, second = seller.products(batch)
    assert (first["state"], second["state"]) == ("filled", "filled")
    assert "private or reserved" in seller.http.get(f"/products/{first['id']}/").text
    assert second["description"]


def test_problems_stand_beside_the_row(seller: Seller) -> None:
    """Cells that can't be used are told with their product, and the other rows are kept."""
    batch = seller.batch(TABLE + "A;x;;grátis;789;12;muitos;;\nA;y;;10;;;;;\n;;;1;;;;;\n")
    first, second, third = seller.products(batch)
    codes = [one["code"] for one in first["reading_problems"]]
    assert codes == ["price_unreadable", "number_unreadable"]
    assert [one["code"] for one in second["reading_problems"]] == ["repeated_sku"]
    assert [one["code"] for one in third["reading_problems"]] == ["empty_row"]
    assert {"gtin_digits", "ncm_digits"} <= {one["code"] for one in first["problems"]["magalu"]}
    assert "grátis" in seller.http.get(f"/products/{first['id']}/").text


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4", b"", b"PK\x03\x04xx", b"\x89PNG\r\n", b"x;y\n1;2"]
)
def test_not_a_list(seller: Seller, content: bytes) -> None:
    """A file that isn't a list of products is refused in a sentence, and no batch is made."""
    answer = seller.upload(content, "produtos.xlsx")
    assert answer.status_code == 400
    assert 'class="error"' in answer.text
    assert seller.api("GET", "/batches/").json()["count"] == 0
    refused = seller.api("POST", "/batches/", files={"file": ("a.xlsx", content)})
    assert (refused.status_code, list(refused.json())) == (400, ["file"])


def test_many_rows(seller: Seller) -> None:
    """Thousands of rows are read, paged, searched and all of them kept."""
    rows = "".join(f"S{n};Bola número {n};Pampa;{n % 90 + 1},50;;;1;;\n" for n in range(3000))
    batch = seller.batch(TABLE + rows)
    found = seller.api("GET", f"/batches/{batch}/products/?q=n%C3%BAmero 2999").json()
    assert (found["count"], found["results"][0]["sku"]) == (1, "S2999")
    assert seller.api("GET", f"/batches/{batch}/").json()["rows"] == 3000
    assert "Page 60 of 60" in seller.http.get(f"/batches/{batch}/?page=999").text


def test_own_workbook_keeps_macros(seller: Seller, tmp_path: Path) -> None:
    """A seller's own macro-enabled workbook is filled and keeps its macros."""
    raw = macro_workbook(tmp_path).read_bytes()
    files = {"file": ("AMAZON.xlsm", raw)}
    assert seller.post("/marketplaces/amazon-br/upload/", files=files).status_code == 302
    assert "macros are kept" in seller.http.get("/marketplaces/").text
    batch = seller.batch()
    written = seller.post(f"/batches/{batch}/write/amazon-br/").headers["Location"]
    file = seller.http.get(f"{written}file/")
    assert file.headers["Content-Disposition"].endswith('.xlsm"')
    assert zipfile.ZipFile(io.BytesIO(file.content)).read("xl/vbaProject.bin") == VBA
    assert seller.post("/marketplaces/amazon-br/remove/").status_code == 302


def test_ncm_table(seller: Seller) -> None:
    """With a table of NCM codes, a code that isn't in it is an error; without one nobody knows."""
    batch = seller.batch()
    before = seller.products(batch)[0]["problems"]["magalu"]
    assert "ncm_unknown" not in {one["code"] for one in before}
    table = "Código;Descrição\n6912.00.00;Louça\n".encode("cp1252")
    answer = seller.post("/marketplaces/ncm/upload/", files={"file": ("ncm.csv", table)})
    assert answer.status_code == 302
    after = seller.products(batch)[0]["problems"]["magalu"]
    assert "ncm_unknown" in {one["code"] for one in after}


def test_columns_of_a_marketplace(seller: Seller) -> None:
    """A column named as a marketplace names its attribute fills that attribute."""
    batch = seller.batch("SKU;Produto;Condição;Tipo de anúncio\nA;Bola;novo;Clássico\n")
    seller.post(f"/batches/{batch}/process/")
    (product,) = seller.products(batch)
    attributes = product["listings"]["mercado-livre"]["attributes"]
    assert attributes == {"condition": "Novo", "listing_type": "Clássico"}


def test_rest(seller: Seller) -> None:
    """Programs can do all of it by REST, and are told what it looks like."""
    schema = seller.http.get("/api/v1/schema/").json()
    assert {"/api/v1/batches/", "/api/v1/products/{id}/"} <= set(schema["paths"])
    file = {"file": ("a.csv", (TABLE + ROWS).encode())}
    batch = seller.api("POST", "/batches/", files=file, data={"name": "Verão"}).json()
    assert (batch["name"], batch["counts"]["waiting"]) == ("Verão", 2)
    path = f"/batches/{batch['id']}"
    assert seller.api("POST", f"{path}/process/").json()["counts"]["filled"] == 2
    product = seller.products(batch["id"])[1]
    change = {"gtin": "4006381333931", "listings": {"magalu": {"title": "Caneca branca"}}}
    answer = seller.api("PATCH", f"/products/{product['id']}/", json=change).json()
    assert answer["gtin"] == "4006381333931"
    assert answer["listings"]["magalu"]["filled_by"] == "person"
    sheets = seller.api("POST", f"{path}/spreadsheets/", json={"marketplace": "magalu"})
    assert sheets.status_code == 201
    file_answer = seller.api("GET", f"/spreadsheets/{sheets.json()[0]['id']}/file/")
    assert file_answer.content.startswith(b"PK")
    assert seller.api("GET", f"{path}/history/").json()["count"] >= 4
    assert seller.api("DELETE", f"{path}/").status_code == 204


def test_graphql(seller: Seller) -> None:
    """The same products can be asked for and corrected by GraphQL."""
    batch = seller.batch()
    question = (
        "query($id: ID!) { batch(id: $id) { products(first: 5) { id sku listings { title } } } }"
    )
    found = seller.graphql(question, id=batch).json()["data"]["batch"]
    assert [one["sku"] for one in found["products"]] == ["A1", "A2"]
    change = (
        "mutation($id: ID!, $c: ProductInput!)"
        " { correctProduct(id: $id, changes: $c) { name gtin } }"
    )
    product = found["products"][0]["id"]
    answer = seller.graphql(change, id=product, c={"name": "Novo título"}).json()
    assert answer["data"]["correctProduct"]["name"] == "Novo título"
    refused = seller.graphql(change, id=product, c={"gtin": "abc"}).json()
    assert "gtin" in refused["errors"][0]["message"]


def test_delete(seller: Seller) -> None:
    """A batch that is deleted is gone with its products."""
    batch = seller.batch()
    assert seller.post(f"/batches/{batch}/remove/").status_code == 302
    assert seller.http.get(f"/batches/{batch}/").status_code == 404


@pytest.mark.parametrize(
    ("language", "word"), [("pt-BR", "Lotes"), ("en", "Batches"), ("pt", "Lotes")]
)
def test_languages(seller: Seller, language: str, word: str) -> None:
    """Pages speak the reader's language, by the browser's wish."""
    page = seller.http.get("/batches/", headers={"Accept-Language": language}).text
    assert f"<h1>{word}</h1>" in page


def test_chosen_language(seller: Seller) -> None:
    """A language that was chosen goes before the browser's wish, and sends nobody elsewhere."""
    answer = seller.post("/language/", {"language": "pt-br", "next": "https://evil.example/"})
    assert "evil" not in answer.headers["Location"]
    assert "Lotes" in seller.http.get("/batches/").text


def test_seeded_sellers(site: Served, new_seller: Callable[[], Seller]) -> None:
    """The people that seeding made can log in with the passwords of credentials.json."""
    file = site.data / "credentials.json"
    assert file.stat().st_mode & 0o077 == 0
    account = json.loads(file.read_text())["accounts"][0]
    person = Seller(site.url, account["email"])
    assert person.log_in(account["password"]).headers["Location"] == "/batches/"
    assert person.api("GET", "/batches/").json()["count"] == 5
    person.http.close()


def test_seeding_again(site: Served) -> None:
    """Seeding a folder again changes nothing."""
    before = (site.data / "credentials.json").read_bytes()
    command = [sys.executable, "-m", "systems.beecatalog.seed", "--data", str(site.data)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert (site.data / "credentials.json").read_bytes() == before


@pytest.mark.parametrize(
    ("wanted", "said"), [("production", "isn't built"), ("prototype", "isn't seeded")]
)
def test_refusals_in_one_line(tmp_path: Path, wanted: str, said: str) -> None:
    """A form that isn't built and a folder that isn't seeded are refused in one line."""
    command = [sys.executable, "-m", "systems.beecatalog.serve", "--data", str(tmp_path)]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "FORM": wanted},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
