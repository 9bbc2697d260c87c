"""Plausible Brazilian products, the same for the same number; brands and codes are made up.

GTINs begin with 2, the range that GS1 leaves to shops for their own use: their check digits are
right, and none of them belongs to a real product.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from systems.beecatalog.app.checks.gtin import check_digit

SEED = 20_261_121
SHOP = "loja-demo.test"
"""The name of the demonstration shop; .test leads nowhere (RFC 6761)."""
HEADER = (
    "SKU", "Produto", "Marca", "Preço de venda", "EAN", "NCM", "Estoque", "Tamanho", "Cor",
    "Link", "Imagens",
)  # fmt: skip
BRANDS = "Jandaia Serra Azul|Casa Ipê|Mar Aberto|Pampa|Aurora Sul|Oficina 27|Buriti|Lume".split("|")
COLORS = "Preto Branco Azul Vermelho Verde Amarelo Rosa Cinza Bege Marrom".split()
KINDS = (
    ("Camiseta", "manga curta|gola V|básica", "de algodão|de viscose", "P M G GG", "61091000"),
    ("Vestido", "longo|midi|de festa", "de viscose|de linho", "P M G", "62044400"),
    ("Tênis", "de corrida|casual|infantil", "de couro|de tecido", "36 38 40 42", "64041100"),
    ("Panela", "de pressão|antiaderente|caçarola", "de alumínio|de cerâmica", "", "76151000"),
    ("Toalha", "de banho|de rosto|de praia", "de algodão", "", "63026000"),
    ("Caneca", "com tampa|esmaltada|térmica", "de cerâmica|de metal", "", "69120000"),
    ("Fone", "de ouvido sem fio|de ouvido com fio", "com microfone|dobrável", "", "85183000"),
    ("Liquidificador", "portátil|com filtro", "110V|220V|Bivolt", "", "85094050"),
    ("Shampoo", "hidratante|antirresíduos|infantil", "sem sal|vegano", "", "33051000"),
    ("Boneca", "de pano|articulada", "com vestido|com acessórios", "", "95030021"),
    ("Bola", "de futebol|de vôlei|de basquete", "de campo|para praia", "", "95066200"),
    ("Coleira", "para cachorro|para gato", "de couro|de náilon", "P M G", "42010090"),
)  # fmt: skip


@dataclass(frozen=True)
class Good:
    """A product, as its shop's page knows it and as its seller's file tells it."""

    number: int
    sku: str
    name: str
    brand: str
    color: str
    size: str
    price: Decimal
    gtin: str
    ncm: str
    stock: int
    description: str
    told: frozenset[str]
    """What the seller's file says; the rest is known to the page, or to nobody."""

    @property
    def link(self) -> str:
        """Its page in the demonstration shop."""
        return f"http://{SHOP}/p/{self.number}"

    @property
    def pictures(self) -> list[str]:
        """Addresses of its pictures."""
        return [f"http://{SHOP}/img/{self.number}-{n}.jpg" for n in range(1, 3)]

    def row(self) -> list[str]:
        """The row of the seller's file, in the order of HEADER."""
        cells: dict[str, Any] = {
            "sku": self.sku, "name": self.name, "brand": self.brand,
            "price": f"{self.price:.2f}".replace(".", ","), "gtin": self.gtin, "ncm": self.ncm,
            "stock": str(self.stock), "size": self.size, "color": self.color, "link": self.link,
            "pictures": ";".join(self.pictures),
        }  # fmt: skip
        return [text if name in self.told else "" for name, text in cells.items()]


def good(number: int) -> Good:
    """The product of a number."""
    chance = random.Random(SEED + number)  # noqa: S311 - plausible, not secret
    noun, kinds, materials, sizes, ncm = chance.choice(KINDS)
    brand, color = chance.choice(BRANDS), chance.choice(COLORS)
    kind, material = chance.choice(kinds.split("|")), chance.choice(materials.split("|"))
    name = f"{noun} {kind} {material} {color.lower()}"
    body = f"2{chance.randrange(10**11):011d}"
    often = {"brand": 0.85, "price": 0.95, "gtin": 0.6, "ncm": 0.7, "color": 0.6, "pictures": 0.5}
    told = {field for field, share in often.items() if chance.random() < share}
    return Good(
        number=number,
        sku=f"BEE-{number:07d}",
        name=name,
        brand=brand,
        color=color,
        size=chance.choice(sizes.split()) if sizes else "",
        price=Decimal(chance.randrange(1990, 59_990)) / 100,
        gtin=body + check_digit(body),
        ncm=ncm,
        stock=chance.randrange(0, 120),
        description=f"{name}, da marca {brand}. Na cor {color.lower()}, {material}.",
        told=frozenset({"sku", "name", "stock", "size", "link", *told}),
    )
