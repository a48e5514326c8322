"""Before something that cannot be taken back, such as signing: a second factor of its own.

The page that asks repeats what was posted, so that nothing chosen is lost and nothing is kept here.
It posts to where the first form went; with the proof, the act goes on as if nothing had been asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.db import transaction
from django.shortcuts import render

from motcua.identity import queries
from motcua.identity.base import visit
from motcua.identity.base.expired import posted
from motcua.identity.enums import Door
from motcua.identity.errors import Unconfirmed
from motcua.identity.forms import CodeAgainForm, KeyAgainForm
from motcua.identity.middleware.twice import goes_on_as_the_first
from motcua.kernel import audit, clock

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.identity.middleware.host import Handler
    from motcua.identity.models import Account

_PREFIX: Final = "confirm"
_CODE, _KEY = f"{_PREFIX}-code", f"{_PREFIX}-credential"
_JUDGED: Final[WeakKeyDictionary[HttpRequest, Any]] = WeakKeyDictionary()
"""The proof that came with a request, as it was judged; gone with the request."""


class ConfirmingMiddleware:
    """Takes the proof that comes with a form, and asks for it where a view found none."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Judge a code or a key's answer; the view then finds whether it was right."""
        del view, args, kwargs
        if not _is_at_the_desk(request) or request.method != "POST":
            return
        has_proof = _CODE in request.POST or _KEY in request.POST
        if not has_proof or goes_on_as_the_first(request):
            return
        account = request.user
        if not account.is_authenticated or queries.has_confirmed(request):
            return
        form = _form(request, account)
        _JUDGED[request] = form
        if form.is_valid():
            form.save()
            _record(account)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer `Unconfirmed` with the page that asks."""
        if not isinstance(error, Unconfirmed):
            return None
        account = request.user
        assert account.is_authenticated
        return _asked(request, account, error)


def _is_at_the_desk(request: HttpRequest) -> bool:
    return visit(request).side is Door.DESK and not visit(request).is_api


def _asked(request: HttpRequest, account: Account, wanted: Unconfirmed) -> HttpResponse:
    form = _JUDGED.get(request)
    if form is None:
        form = _code_form(account)
        form.fields["code"].widget.attrs["autofocus"] = "autofocus"
    page = {
        "form": form if isinstance(form, CodeAgainForm) else _code_form(account),
        "is_key_wrong": isinstance(form, KeyAgainForm),
        "lead": wanted.lead,
        "things": wanted.things,
        "back": wanted.back,
        "held": [pair for pair in posted(request) if pair[0] not in {_CODE, _KEY}],
        "lost": _lost(request) if wanted.lost is None else wanted.lost,
        "minutes": settings.CONFIRMED_SECONDS // 60,
        **_ways(account),
    }
    status = 422 if form.is_bound else 200
    return _patient(render(request, "identity/confirming.html", page, status=status), form)


def _lost(request: HttpRequest) -> list[str | None]:
    """Give the names of the files that came, which no page can send again by itself."""
    return [file.name for _name, files in request.FILES.lists() for file in files]


def _form(request: HttpRequest, account: Account) -> Any:
    if request.POST.get(_KEY):
        return KeyAgainForm(user=account, data=request.POST, prefix=_PREFIX)
    return _code_form(account, request.POST)


def _code_form(account: Account, data: Any = None) -> Any:
    return CodeAgainForm(user=account, data=data, prefix=_PREFIX)


def _ways(account: Account) -> dict[str, Any]:
    """Give how the account can prove itself: a code, a key with what its script needs, or both."""
    types = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    has_key = Authenticator.Type.WEBAUTHN in types
    return {
        "has_code": bool(types - {Authenticator.Type.WEBAUTHN}),
        "has_key": has_key,
        "js_data": {"request_options": begin_authentication(account)} if has_key else None,
    }


def _patient(response: HttpResponse, form: Any) -> HttpResponse:
    """Say 429 and when to come back once too many codes were wrong."""
    for error in (one for errors in form.errors.as_data().values() for one in errors):
        if error.code == "locked":
            response.status_code = 429
            response["Retry-After"] = str((error.params or {})["retry_after"])
    return response


@transaction.atomic
def _record(account: Account) -> None:
    now = clock.now()
    audit.record(
        actor=queries.actor_for(account, now),
        action="identity.confirm_act",
        subject=("account", str(account.public_id)),
        agency_id=account.official.agency_id if account.official else audit.NODE,
        now=now,
    )
