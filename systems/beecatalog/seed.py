"""Fills BeeCatalog with sellers and products: `python -m systems.beecatalog.seed [--scale N]`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from systems.beecatalog.app.folder import DEFAULT, prepare, write_private
from systems.beecatalog.app.form import UnknownFormError, chosen_form

SELLERS = {1: 4, 10: 20, 100: 100}
BATCHES = 20
"""Batches at scale 1, spread over the sellers."""
SIZE = 100
"""Products of a batch."""
CREDENTIALS = "credentials.json"
NAMES = "Ana Bia Caio Davi Elis Flora Gil Hugo Iara João".split()


def credentials(folder: Path) -> list[dict[str, str]]:
    """The accounts that were made, with their passwords."""
    file = folder / CREDENTIALS
    accounts: list[dict[str, str]] = (
        json.loads(file.read_text())["accounts"] if file.exists() else []
    )
    return accounts


def seed_sellers(folder: Path, count: int) -> list[Any]:
    """The sellers, with generated passwords; those who are there stay as they are."""
    from systems.beecatalog.app.accounts.models import User

    known = {one["email"]: one for one in credentials(folder)}
    people = []
    for number in range(count):
        email = f"seller{number + 1}@example.com"
        if email not in known:
            known[email] = {"email": email, "password": secrets.token_urlsafe(12)}
            # Written first: an interruption may leave a password without a person, never the
            # other way round.
            write_private(
                folder / CREDENTIALS, json.dumps({"accounts": [*known.values()]}, indent=1)
            )
            User.objects.filter(email=email).delete()
        person = User.objects.filter(email=email).first()
        if person is None:
            name = f"{NAMES[number % len(NAMES)]} {number + 1}"
            person = User.objects.create_user(email, known[email]["password"], name=name)
        people.append(person)
    return people


def file_of(folder: Path, number: int) -> str:
    """The file that a batch was read from."""
    from systems.beecatalog import goods

    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(goods.HEADER)
    first = number * SIZE
    writer.writerows(goods.good(n).row() for n in range(first + 1, first + SIZE + 1))
    name = f"uploads/seed-{number:06d}.csv"
    (folder / "uploads").mkdir(exist_ok=True)
    (folder / name).write_text(text.getvalue(), encoding="utf-8")
    return name


def seed_batch(folder: Path, owner: Any, number: int) -> None:
    """One batch: read by the same code that reads an upload; two of three are filled in."""
    from django.db import transaction

    from systems.beecatalog.app.catalog.models import Batch, Event, Product
    from systems.beecatalog.app.reading.table import Table

    file = file_of(folder, number)
    with transaction.atomic():
        name = f"Coleção {number + 1:05d}"
        batch = Batch.objects.create(owner=owner, name=name, file=file, state=Batch.State.READY)
        products = [
            Product(
                batch=batch,
                row=row.number,
                source=row.source,
                known_from=dict.fromkeys(row.fields, "file"),
                reading_problems=[one.stored() for one in row.problems],
                **row.fields,
            )
            for row in Table(folder / file).rows()
        ]
        batch.rows = len(products)
        batch.save()
        Product.objects.bulk_create(products)
        Event.objects.create(batch=batch, user=owner, kind="uploaded", after=str(batch.rows))
        if number % 3:
            fill_batch(batch, owner, products)


def fill_batch(batch: Any, owner: Any, products: list[Any]) -> None:
    """Listings by our own rules, without reading any page."""
    from systems.beecatalog.app.catalog.models import Event, Listing, Product

    Listing.objects.bulk_create(listings_of(products), batch_size=500)
    for product in products:
        product.state = Product.State.FILLED
    Product.objects.bulk_update(products, ["state"], batch_size=500)
    Event.objects.bulk_create(
        Event(batch=batch, product=one, user=owner, kind="filled") for one in products
    )


def listings_of(products: list[Any]) -> Iterator[Any]:
    """A listing for every marketplace."""
    from systems.beecatalog.app.catalog.models import Listing
    from systems.beecatalog.app.filling.answer import checked
    from systems.beecatalog.app.filling.brief import Brief
    from systems.beecatalog.app.filling.fill import facts_of, take
    from systems.beecatalog.app.filling.offline import Offline
    from systems.beecatalog.app.marketplaces.shelf import marketplaces

    rules = Offline()
    for product in products:
        for market in marketplaces().values():
            brief = Brief(market, facts_of(product))
            suggestion = checked(rules.write(brief), brief)
            listing = Listing(product=product, marketplace=market.slug, filled_by=rules.name)
            take(listing, suggestion, suggestion)
            yield listing


def seed(folder: Path, scale: int) -> None:
    """Make what is missing of a scale; each batch whole or not at all."""
    from django.core.management import call_command

    from systems.beecatalog.app.catalog.models import Batch

    call_command("migrate", verbosity=0, interactive=False)
    people = seed_sellers(folder, SELLERS[scale])
    there = set(
        Batch.objects.filter(file__startswith="uploads/seed-").values_list("file", flat=True)
    )
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )
    with bar:
        task = bar.add_task("batches", total=BATCHES * scale)
        for number in range(BATCHES * scale):
            if f"uploads/seed-{number:06d}.csv" not in there:
                seed_batch(folder, people[number % len(people)], number)
            bar.advance(task)


def main(arguments: list[str]) -> int:
    """Seed a data folder; what is there already stays."""
    parser = argparse.ArgumentParser(prog="python -m systems.beecatalog.seed")
    parser.add_argument("--scale", type=int, choices=sorted(SELLERS), default=1)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    asked = parser.parse_args(arguments)
    folder = asked.data.resolve()
    try:
        chosen_form()
    except UnknownFormError as error:
        print(error, file=sys.stderr)
        return 2
    prepare(folder)
    os.environ["BEECATALOG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "systems.beecatalog.app.settings"
    import django

    django.setup()
    seed(folder, asked.scale)
    print(f"{folder} is seeded at scale {asked.scale}; log in as {folder / CREDENTIALS} says")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
