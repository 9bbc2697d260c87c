"""Keys: how a program says which reader it acts for."""

from __future__ import annotations

import hashlib
import secrets

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from systems.cgbookstore.app.api.models import ApiKey
from systems.cgbookstore.app.readers.models import Reader

MOST = 10
"""Keys that one reader may have."""


def digest_of(key: str) -> str:
    """What is kept of a key. It is long and random, so that a plain digest can't be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer KEY`."""

    def authenticate(self, request: Request) -> tuple[Reader, ApiKey] | None:
        """Whose key it is; None where no key is sent."""
        words = get_authorization_header(request).split()
        if len(words) != 2 or words[0].lower() != b"bearer":
            return None
        digest = digest_of(words[1].decode("latin-1"))
        key = ApiKey.objects.select_related("reader").filter(digest=digest).first()
        if key is None or not key.reader.is_active:
            raise AuthenticationFailed(_("This key isn't known."))
        return key.reader, key

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """What a client without a key is asked for."""
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):
    """How the description of the interface names it."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}


@login_required
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show it once."""
    if request.user.api_keys.count() < MOST:
        key = secrets.token_urlsafe(32)
        name = request.POST.get("name", "").strip()[:60] or _("my key")
        ApiKey.objects.create(reader=request.user, name=name, digest=digest_of(key))
        request.session["new_key"] = key
    return redirect("account")


@login_required
@require_POST
def drop_key(request: HttpRequest, number: int) -> HttpResponse:
    """Make one of the reader's own keys worthless."""
    get_object_or_404(request.user.api_keys, pk=number).delete()
    return redirect("account")
