"""Who acts in a request, and officials without a second factor sent to get one."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from motcua.identity import queries
from motcua.identity.base import visit
from motcua.identity.enums import Door
from motcua.kernel import clock

if TYPE_CHECKING:
    from motcua.identity.middleware.host import Handler
    from motcua.kernel.actors import Actor

# All that an official may open before the second factor is proved: to prove it, to leave.
TO_PROVE = frozenset(
    {
        "account_logout",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "identity:language",
    }
)
# And while the account has none yet. Once it has one, a session that knows only the password must
# not add another: it would vouch for itself.
TO_ENROL = frozenset(
    {"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn", "mfa_index"}
)


class ActorMiddleware:
    """Sets `request.actor`, read on first use, and lets no official past without two factors."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__class__ = _with_actor(type(request))  # type: ignore[arg-type]  # classes have hashes
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Redirect an official who has proved only one factor."""
        del view, args, kwargs
        if visit(request).is_api or visit(request).side is not Door.DESK:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in TO_PROVE:
            return None
        if not request.user.is_authenticated or queries.has_proved_second_factor(request):
            return None
        page = "mfa_reauthenticate" if queries.has_second_factor(request.user) else "mfa_index"
        if page == "mfa_index" and name in TO_ENROL:
            return None
        # Only a page can be returned to; a form posted meanwhile is lost with the session it had.
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{reverse(page)}?{back}" if back else reverse(page))


@cache
def _with_actor(kind: type[HttpRequest]) -> type[HttpRequest]:
    # A property is read on first use and gives the actor himself; a lazy proxy would not be one.
    return type(kind.__name__, (kind,), {"actor": cached_property(_actor)})


def _actor(request: HttpRequest) -> Actor:
    if visit(request).is_api:
        return queries.bearer(request.headers.get("Authorization", ""), clock.system_now())
    account = request.user
    if not account.is_authenticated or not queries.is_fully_signed_in(request):
        return queries.STRANGER
    return queries.actor_for(account, clock.now())
