"""Slows down whoever guesses passwords; the count is kept in the database."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from systems.cgbookstore.app.readers.models import LoginFailure


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Headers that anybody can write are not believed."""
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 (a value, nothing listens)


def too_many_failures(account: str, address: str) -> bool:
    """Whether this account failed too often from there, or the address with any account."""
    since = timezone.now() - timedelta(seconds=settings.LOGIN_FAILURES_FORGOTTEN_AFTER)
    LoginFailure.objects.filter(at__lt=since).delete()
    failures = LoginFailure.objects.filter(address=address)
    if len(failures) >= settings.LOGIN_FAILURES_PER_ADDRESS:
        return True
    mine = [each for each in failures if each.account == account.lower()[:150]]
    return len(mine) >= settings.LOGIN_FAILURES_PER_ACCOUNT


def note_failure(account: str, address: str) -> None:
    """Count a wrong password."""
    LoginFailure.objects.create(account=account.lower()[:150], address=address)


def forget_failures(account: str, address: str) -> None:
    """Start anew after a right one."""
    LoginFailure.objects.filter(account=account.lower()[:150], address=address).delete()
