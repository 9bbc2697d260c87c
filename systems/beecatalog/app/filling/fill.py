"""Writes one product's listings."""

from __future__ import annotations

from systems.beecatalog.app.catalog.models import Listing, Product
from systems.beecatalog.app.checks.words import folded
from systems.beecatalog.app.filling.answer import checked
from systems.beecatalog.app.filling.brief import Brief, NoAnswerError, Provider, Suggestion
from systems.beecatalog.app.filling.offline import Offline
from systems.beecatalog.app.marketplaces.definition import Marketplace
from systems.beecatalog.app.reading.headers import plain

KNOWN = ("name", "brand", "color", "size", "origin", "description")
FIELDS = ("title", "description", "bullets", "keywords", "category")


def facts_of(product: Product) -> dict[str, str]:
    """What a provider may know: no code, no price, nothing of the seller."""
    return {name: str(getattr(product, name)) for name in KNOWN if getattr(product, name)}


def fill(product: Product, market: Marketplace, provider: Provider) -> Listing:
    """The product's listing, with what was empty written; what a person wrote stays."""
    listing, _ = Listing.objects.get_or_create(product=product, marketplace=market.slug)
    brief = Brief(market, facts_of(product))
    rules = checked(Offline().write(brief), brief)
    suggestion, author = rules, Offline.name
    if provider.name != Offline.name:
        try:
            suggestion, author = checked(provider.write(brief), brief), provider.name
        except NoAnswerError as error:
            suggestion.notes.append(f"{provider.name}:{error}")
    listing.attributes = {**said_in_file(product, market), **listing.attributes}
    take(listing, suggestion, rules)
    listing.filled_by = listing.filled_by or author
    listing.notes = suggestion.notes
    listing.save()
    return listing


def said_in_file(product: Product, market: Marketplace) -> dict[str, str]:
    """Attributes that the seller's file has a column for, named as the marketplace names them."""
    said = {plain(label): text for label, text in product.source.items()}
    found = {}
    for attribute in market.attributes:
        text = said.get(plain(attribute.label), "")
        choices = {folded(one): one for one in attribute.values}
        if text:
            found[attribute.name] = choices.get(folded(text), text)[:200]
    return found


def take(listing: Listing, suggestion: Suggestion, rules: Suggestion) -> None:
    """Fill what is empty: by the suggestion, and by the rules where it has nothing."""
    for name in FIELDS:
        if not getattr(listing, name):
            setattr(listing, name, getattr(suggestion, name) or getattr(rules, name))
    listing.attributes = {**rules.attributes, **suggestion.attributes, **listing.attributes}
