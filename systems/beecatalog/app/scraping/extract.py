"""What a page says of its product: JSON-LD first, then microdata, then Open Graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag

from systems.beecatalog.app.checks import gtin
from systems.beecatalog.app.checks.addresses import is_web_address
from systems.beecatalog.app.reading import numbers
from systems.beecatalog.app.reading.row import clean

TEXT = {"name": 500, "brand": 200, "color": 60, "size": 60, "description": 10_000, "origin": 60}
PICTURES = 12
DEPTH = 12
GTINS = ("gtin13", "gtin", "gtin14", "gtin12", "gtin8", "isbn")
NAMES = {"origin": "countryOfOrigin"}


@dataclass
class Facts:
    """What was found; what a page doesn't say isn't here."""

    fields: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, value: Any) -> None:
        """Keep the first that was said of something."""
        if value not in ("", None, []) and name not in self.fields:
            self.fields[name] = value


def facts_of(content: bytes, url: str, encoding: str | None = None) -> Facts:
    """Everything that a page says in a form made for programs."""
    soup = BeautifulSoup(content, "lxml", from_encoding=encoding)
    facts = Facts()
    for product in _json_ld(soup):
        _take(facts, product, url)
    for product in _microdata(soup):
        _take(facts, product, url)
    _open_graph(facts, soup, url)
    return facts


def text_of(value: Any, most: int) -> str:
    """A text without markup, or the name of a thing."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    plain = re.sub(r"<[^<>]{0,500}>", " ", str(value)[:50_000])
    return re.sub(r"[ \t]+", " ", clean(plain))[:most].strip()


def _json_ld(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _products(data)


def _products(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEPTH:
        return
    if isinstance(data, list):
        for one in data[:200]:
            yield from _products(one, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if "Product" in (kinds if isinstance(kinds, list) else [kinds]):
            yield data
        for key in ("@graph", "mainEntity", "itemListElement", "item"):
            yield from _products(data.get(key), depth + 1)


def _microdata(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for scope in soup.find_all(itemtype=re.compile(r"schema\.org/Product$"))[:3]:
        found: dict[str, Any] = {}
        for tag in scope.find_all(itemprop=True)[:200]:
            name = str(tag["itemprop"])
            if name == "image":
                found.setdefault("image", []).append(_content(tag))
            else:
                found.setdefault(name, _content(tag))
        if "price" in found:
            found["offers"] = {key: found.get(key) for key in ("price", "priceCurrency")}
        yield found


def _content(tag: Tag) -> str:
    for name in ("content", "src", "href"):
        if tag.get(name):
            return str(tag[name])
    return tag.get_text(" ", strip=True)


def _take(facts: Facts, product: dict[str, Any], url: str) -> None:
    for name, most in TEXT.items():
        facts.add(name, text_of(product.get(NAMES.get(name, name)), most))
    for name in GTINS:
        code = numbers.digits(text_of(product.get(name), 40))
        if gtin.is_valid(code):
            facts.add("gtin", code)
    facts.add("weight_g", _grams(product.get("weight")))
    facts.add("pictures", _pictures(product.get("image"), url))
    facts.add("price", _price(product.get("offers")))


def _grams(weight: Any) -> int | None:
    """A weight that has a unit; one without might be anything."""
    if not isinstance(weight, dict):
        return None
    factor = {"GRM": 1, "G": 1, "KGM": 1000, "KG": 1000}.get(
        str(weight.get("unitCode") or weight.get("unitText") or "").upper()
    )
    amount = numbers.price(text_of(weight.get("value"), 20))
    if factor is None or amount is None or not 0 < amount * factor < 1_000_000:
        return None
    return int(amount * factor)


def _price(offers: Any) -> Decimal | None:
    offer = offers[0] if isinstance(offers, list) and offers else offers
    if not isinstance(offer, dict) or offer.get("priceCurrency") not in {"BRL", "R$"}:
        return None
    amount = numbers.price(text_of(offer.get("price") or offer.get("lowPrice"), 30))
    return amount if amount and amount > 0 else None


def _pictures(images: Any, url: str) -> list[str]:
    listed = images if isinstance(images, list) else [images]
    found = []
    for one in listed[:50]:
        text = one.get("url") or one.get("contentUrl") if isinstance(one, dict) else one
        if isinstance(text, str) and text:
            try:
                address = urljoin(url, text.strip())
            except ValueError:
                continue
            if is_web_address(address) and address not in found:
                found.append(address)
    return found[:PICTURES]


def _open_graph(facts: Facts, soup: BeautifulSoup, url: str) -> None:
    said: dict[str, list[str]] = {}
    for tag in soup.find_all("meta", attrs={"property": True, "content": True})[:200]:
        said.setdefault(str(tag["property"]), []).append(str(tag["content"]))
    for name, key in (
        ("name", "og:title"),
        ("description", "og:description"),
        ("brand", "product:brand"),
        ("color", "product:color"),
    ):
        facts.add(name, text_of(said.get(key, []), TEXT[name]))
    facts.add("pictures", _pictures(said.get("og:image"), url))
    if said.get("product:price:currency") == ["BRL"]:
        facts.add("price", numbers.price("".join(said.get("product:price:amount", [])[:1])))
