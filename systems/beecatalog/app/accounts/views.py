"""Signing up, logging in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from systems.beecatalog.app.accounts import throttle
from systems.beecatalog.app.accounts.forms import LogIn, SignUp
from systems.beecatalog.app.accounts.models import User
from systems.beecatalog.app.web.errors import too_many


def where_next(request: HttpRequest) -> str:
    """The page that was asked for before logging in, if it is one of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    form = SignUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        user = User.objects.create_user(values["email"], values["password"], name=values["name"])
        login(request, user)
        return redirect("batches")
    status = 400 if form.is_bound else 200
    return render(request, "accounts/sign-up.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Use an account."""
    form = LogIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"].lower(), form.cleaned_data["password"]
        if wait := throttle.wait_for(request, email):
            return too_many(request, wait)
        user = authenticate(request, username=email, password=password)
        if user is not None:
            throttle.forget(email)
            login(request, user)
            return redirect(where_next(request))
        throttle.note_failure(request, email)
        form.add_error(None, _("That e-mail and password don't belong together."))
    words = {"form": form, "next": where_next(request)}
    return render(request, "accounts/log-in.html", words, status=400 if form.is_bound else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("home")
