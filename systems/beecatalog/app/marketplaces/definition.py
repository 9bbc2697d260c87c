"""What a marketplace's file in `data/` says, with names and types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language


def spoken(texts: dict[str, str]) -> str:
    """The text in the reader's language."""
    return texts["pt" if (get_language() or "").startswith("pt") else "en"]


@dataclass(frozen=True)
class Limit:
    """How many letters or pieces there may be, and who says so."""

    min: int
    max: int
    official: bool
    source: dict[str, str]

    @property
    def says(self) -> str:
        """The source, in the reader's language."""
        return spoken(self.source)


@dataclass(frozen=True)
class Column:
    """A column of the workbook, and what of a product stands in it."""

    name: str
    label: str
    holds: str
    required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attribute:
    """Something that only this marketplace asks."""

    name: str
    label: str
    values: tuple[str, ...] = ()
    required: bool = False
    by_ai: bool = False
    categories: tuple[str, ...] = ()
    pattern: str = ""

    def applies(self, category: str) -> bool:
        """Whether a product of this category is asked for it."""
        return not self.categories or category in self.categories


@dataclass(frozen=True)
class Marketplace:
    """One marketplace."""

    slug: str
    name: str
    sheet: str
    label_row: int
    name_row: int
    first_row: int
    limits: dict[str, Limit]
    by_category: dict[str, dict[str, Limit]]
    forbidden: tuple[str, ...]
    forbidden_source: dict[str, str]
    forbidden_official: bool
    required_source: dict[str, str]
    columns: tuple[Column, ...]
    attributes: tuple[Attribute, ...] = field(default=())

    def limit(self, name: str, category: str = "") -> Limit:
        """A limit, of the category where it has its own."""
        return self.by_category.get(category, {}).get(name) or self.limits[name]

    def asked(self, category: str) -> list[Attribute]:
        """The attributes that a product of this category has."""
        return [one for one in self.attributes if one.applies(category)]

    def required(self) -> set[str]:
        """What must not be empty in any product."""
        return {column.holds for column in self.columns if column.required}

    @property
    def forbidden_says(self) -> str:
        """Where the forbidden words come from."""
        return spoken(self.forbidden_source)

    @property
    def required_says(self) -> str:
        """Where the required fields come from."""
        return spoken(self.required_source)


def read(data: dict[str, Any]) -> Marketplace:
    """A definition from what its file says."""
    by_category = {
        slug: {name: Limit(**limit) for name, limit in more["limits"].items()}
        for slug, more in data["categories"].items()
    }
    columns = [
        Column(
            name=one["name"],
            label=one["label"],
            holds=one["from"],
            required=one.get("required", False),
            aliases=tuple(one.get("aliases", ())),
        )
        for one in data["columns"]
    ]
    attributes = [
        Attribute(
            **{
                key: tuple(value) if isinstance(value, list) else value
                for key, value in one.items()
            }
        )
        for one in data["attributes"]
    ]
    return Marketplace(
        slug=data["slug"],
        name=data["name"],
        sheet=data["sheet"],
        label_row=data["label_row"],
        name_row=data["name_row"],
        first_row=data["first_row"],
        limits={name: Limit(**limit) for name, limit in data["limits"].items()},
        by_category=by_category,
        forbidden=tuple(data["forbidden"]["words"]),
        forbidden_source=data["forbidden"]["source"],
        forbidden_official=data["forbidden"]["official"],
        required_source=data["required_source"],
        columns=tuple(columns),
        attributes=tuple(attributes),
    )
