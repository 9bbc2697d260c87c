"""Joining, logging in and the reader's own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from systems.cgbookstore.app.readers import throttle
from systems.cgbookstore.app.readers.forms import JoinForm, ProfileForm
from systems.cgbookstore.app.web.errors import error_page


class LogIn(LoginView):
    """The log-in page; who fails too often waits, even with the right password."""

    template_name = "readers/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """Refuse before the password is looked at: guessing must not go on meanwhile."""
        account = request.POST.get("username", "")
        if throttle.too_many_failures(account, throttle.address_of(request)):
            message = _("Too many wrong passwords. Wait a quarter of an hour, then try again.")
            response = error_page(request, 429, message)
            response["Retry-After"] = str(settings.LOGIN_FAILURES_FORGOTTEN_AFTER)
            return response
        return super().post(request, *arguments, **named)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let the reader in."""
        throttle.forget_failures(form.cleaned_data["username"], throttle.address_of(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count the failure, and say no more than that it was one."""
        throttle.note_failure(
            self.request.POST.get("username", ""), throttle.address_of(self.request)
        )
        response = super().form_invalid(form)
        response.status_code = 400
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Make an account, and welcome its owner by mail."""
    if request.user.is_authenticated:
        return redirect("home")
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reader = form.save()
        login(request, reader)
        send_mail(
            _("Welcome to CGBookStore"),
            _("Your account %(name)s is ready. Enjoy your reading!") % {"name": reader.username},
            None,
            [reader.email],
        )
        return redirect("home")
    return render(request, "readers/join.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and change the reader's own account."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    context = {
        "form": form,
        "keys": request.user.api_keys.order_by("-pk"),
        "new_key": request.session.pop("new_key", None),
    }
    return render(request, "readers/account.html", context, status=400 if form.errors else 200)
