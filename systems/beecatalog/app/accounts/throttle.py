"""How often a password may be guessed."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from systems.beecatalog.app.accounts.models import FailedLogIn

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 50


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; headers that anyone can write aren't believed."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")[:45]


def wait_for(request: HttpRequest, email: str) -> int:
    """Seconds until this visitor may try this account again; 0 is now."""
    since = timezone.now() - WINDOW
    recent = FailedLogIn.objects.filter(at__gt=since)
    address = recent.filter(address=address_of(request)).count()
    if recent.filter(email=email.lower()).count() < PER_ACCOUNT and address < PER_ADDRESS:
        return 0
    return int(WINDOW.total_seconds())


def note_failure(request: HttpRequest, email: str) -> None:
    """Remember a wrong password."""
    FailedLogIn.objects.create(email=email.lower()[:200], address=address_of(request))


def forget(email: str) -> None:
    """The right password came: the account's failures count no more."""
    FailedLogIn.objects.filter(email=email.lower()).delete()
