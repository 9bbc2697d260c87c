"""Readers, with accounts to log in by for a few of them, and what is on their shelves."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission

from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.readers.models import Reader, ShelfEntry
from systems.cgbookstore.app.reviews.models import Review
from systems.cgbookstore.folder import DataFolder, write_private
from systems.cgbookstore.generator import words
from systems.cgbookstore.generator.chunks import Stage, chunks_of, span
from systems.cgbookstore.generator.plan import Plan, chance, favourite, moment

SIZE = 2000
ACCOUNTS = {"admin": 1, "moderator": 2, "reader": 37}
"""How many accounts of each role can be logged in to."""
MODERATORS = "Moderators"


class People:
    """Who reads."""

    def __init__(self, plan: Plan, folder: DataFolder) -> None:
        self.plan = plan
        self.folder = folder
        self.all = sum(ACCOUNTS.values()) + plan.readers

    def stages(self) -> list[Stage]:
        """Their parts, in the order in which they can be written."""
        plan = self.plan
        return [
            Stage("accounts", 1, self._accounts),
            Stage("readers", chunks_of(plan.readers, SIZE), self._readers),
            Stage("shelves", chunks_of(plan.shelved, SIZE), self._shelves),
            Stage("reviews", chunks_of(plan.reviews, SIZE), self._reviews),
        ]

    def _accounts(self, _chunk: int) -> None:
        moderators, _created = Group.objects.get_or_create(name=MODERATORS)
        moderators.permissions.set(Permission.objects.filter(codename="moderate"))
        dice = chance("accounts", 0)
        written: list[dict[str, str]] = []
        for role, count in ACCOUNTS.items():
            for number in range(1, count + 1):
                name = role if count == 1 else f"{role}{number}"
                password = secrets.token_urlsafe(12)
                first, last = words.person(dice)
                reader = Reader.objects.create(
                    password=make_password(password),
                    is_staff=role == "admin",
                    is_superuser=role == "admin",
                    **_facts(name, first, last),
                )
                if role == "moderator":
                    reader.groups.add(moderators)
                written.append({"username": name, "password": password, "role": role})
        write_private(self.folder.credentials, json.dumps({"accounts": written}, indent=2) + "\n")

    def _readers(self, chunk: int) -> None:
        dice = chance("readers", chunk)
        before = sum(ACCOUNTS.values())
        # Nobody can log in as one of these: they fill the shelves and the debates.
        closed = make_password(None)
        Reader.objects.bulk_create(
            Reader(
                pk=before + number,
                password=closed,
                city=dice.choice(words.CITIES),
                date_joined=moment(dice),
                **_facts(f"{first}-{last}-{number}".lower(), first, last),
            )
            for number in span(self.plan.readers, SIZE, chunk)
            for first, last in [words.person(dice)]
        )

    def _shelves(self, chunk: int) -> None:
        dice = chance("shelves", chunk)
        ShelfEntry.objects.bulk_create(
            (
                ShelfEntry(
                    reader_id=dice.randrange(1, self.all + 1),
                    book_id=favourite(dice, self.plan.books),
                    shelf=dice.choice(ShelfEntry.Shelf.values),
                    added=moment(dice),
                )
                for _number in span(self.plan.shelved, SIZE, chunk)
            ),
            ignore_conflicts=True,
        )

    def _reviews(self, chunk: int) -> None:
        dice = chance("reviews", chunk)
        books = [
            favourite(dice, self.plan.books, 3.0) for _ in span(self.plan.reviews, SIZE, chunk)
        ]
        titles = dict(Book.objects.filter(pk__in=books).values_list("pk", "title"))
        Review.objects.bulk_create(
            (
                Review(
                    reader_id=dice.randrange(1, self.all + 1),
                    book_id=book,
                    rating=dice.choices([1, 2, 3, 4, 5], [4, 8, 20, 40, 28])[0],
                    text=words.opinion(
                        dice, dice.choice(["pt", "pt", "en"]), titles[book], dice.randrange(4)
                    ),
                    written=moment(dice),
                )
                for book in books
            ),
            ignore_conflicts=True,
        )


def _facts(username: str, first: str, last: str) -> dict[str, Any]:
    plain = username.encode("ascii", "ignore").decode()
    return {
        "username": plain,
        "first_name": first,
        "last_name": last,
        "email": f"{plain}@readers.example",
    }
