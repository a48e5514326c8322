"""allauth's pages where ours differ: locks answer 429, enrolling counts as proof, and tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import views as mfa_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from motcua.identity import actions, queries
from motcua.identity.actions import locking
from motcua.identity.base import visit
from motcua.identity.base.expired import why_sign_in
from motcua.identity.base.locked import locked
from motcua.identity.enums import Door
from motcua.identity.errors import ScopeRefused, TooManyTries
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


_SCOPE = re.compile(r"[a-z][a-z0-9.:_-]{0,39}")
_MOST_SCOPES = 20


class Patient:
    """A page that answers 429 and says when to come back, once its form is locked."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again, with its errors."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # a mixin
        for error in form.errors.as_data().values():
            for lock in (one for one in error if one.code == "locked"):
                response.status_code = 429
                response["Retry-After"] = str((lock.params or {})["retry_after"])
        return response


class Telling:
    """A page that says why the page one came from takes signing in, where one was sent here."""

    def get_context_data(self, **known: Any) -> dict[str, Any]:
        """Give what the page shows; `why` is empty where one came by oneself."""
        page: dict[str, Any] = super().get_context_data(**known)  # type: ignore[misc]  # a mixin
        return page | {"why": why_sign_in(self.get_next_url() or "")}  # type: ignore[attr-defined]


class SignInView(Telling, Patient, account_views.LoginView):  # type: ignore[misc]  # no types
    """Sign in with e-mail address and password."""


class SignUpView(Telling, Patient, account_views.SignupView):  # type: ignore[misc]
    """Sign up as a citizen; closed on the desk."""


class ReauthenticateView(Patient, account_views.ReauthenticateView):  # type: ignore[misc]
    """Type the password once more."""


class SecondFactorView(Patient, mfa_views.AuthenticateView):  # type: ignore[misc]
    """Prove the second factor while signing in."""


class SecondFactorAgainView(Patient, mfa_views.ReauthenticateView):  # type: ignore[misc]
    """Prove the second factor once more."""


class ChangePasswordView(Patient, account_views.PasswordChangeView):  # type: ignore[misc]
    """Change the password; every other session of the account ends."""


class ResetPasswordView(Patient, account_views.PasswordResetView):  # type: ignore[misc]
    """Ask for a mail with a link; the answer is the same whether the address is known or not."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Count the request against its network address, then send."""
        address = queries.client_address(self.request)
        try:
            locking.count_reset(address=address, now=clock.system_now())
        except TooManyTries as refusal:
            form.add_error(None, locked(refusal))
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        return response


class EmailView(account_views.EmailView):  # type: ignore[misc]
    """Change the address one signs in with; officials' addresses are their administrators'."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only citizens in."""
        if visit(request).side is Door.DESK:
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class Enrolling:
    """A page that adds a factor, which proves it for this session.

    The first one ends the account's other sessions: they knew only the password. A further one
    takes a session that has proved one before.
    """

    factor: ClassVar[str]
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send a session that knows only the password to prove the factor there is."""
        account = request.user
        if (
            account.is_authenticated
            and queries.has_second_factor(account)
            and not queries.has_proved_second_factor(request)
        ):
            return HttpResponseRedirect(reverse("mfa_reauthenticate"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        return response

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the factor and note the proof."""
        account = self.request.user
        assert account.is_authenticated
        is_first = not queries.has_second_factor(account)
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a mixin
        if is_first:
            actions.end_other_sessions(self.request, account)
        record_authentication(self.request, account, "mfa", type=self.factor)
        return response


class EnrolAppView(Enrolling, Patient, totp_views.ActivateTOTPView):  # type: ignore[misc]
    """Enrol an authenticator app; its first code proves the factor for this session."""

    factor = "totp"


class AddKeyView(Enrolling, webauthn_views.AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey or security key; making it proves the factor for this session."""

    factor = "webauthn"


class RemoveKeyView(webauthn_views.RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a key, but not an official's last factor."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_mfa_adapter()
        authenticator: Authenticator = self.get_object()
        if not adapter.can_delete_authenticator(authenticator):
            refusal = str(adapter.error_messages["cannot_delete_authenticator"])
            messages.error(self.request, refusal)
            return HttpResponseRedirect(reverse("mfa_list_webauthn"))
        response: HttpResponse = super().form_valid(form)
        return response


@never_cache
@require_POST
def token(request: HttpRequest) -> JsonResponse:
    """Give the signed-in account an access token for the API: `scope`, parted by blanks."""
    account = request.user
    if not account.is_authenticated or not queries.is_fully_signed_in(request):
        raise NotAllowed
    scopes = tuple(request.POST.get("scope", "").split())
    if len(scopes) > _MOST_SCOPES or not all(map(_SCOPE.fullmatch, scopes)):
        raise ScopeRefused
    issued = actions.issue_access_token(account=account, scopes=scopes, now=clock.system_now())
    return JsonResponse(issued.as_answer(), headers={"Cache-Control": "no-store"})
