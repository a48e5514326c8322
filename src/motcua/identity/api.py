"""Where other systems get access tokens: OAuth 2.0 client credentials (RFC 6749 §4.4)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.identity import actions, queries
from motcua.identity.actions import ClientCredentials
from motcua.kernel import clock

if TYPE_CHECKING:
    from django.http import HttpRequest


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> JsonResponse:
    """Give a token for `client_id` and `client_secret`, by HTTP Basic or in the form.

    `scope` names a part of what the client was given, parted by blanks; empty means all of it.
    Raises `CredentialsRefused`, `ScopeRefused`, `TooManyTries`.
    """
    issued = actions.exchange_client_secret(
        credentials=_credentials(request),
        scopes=tuple(request.POST.get("scope", "").split()),
        address=queries.client_address(request),
        now=clock.system_now(),
    )
    return JsonResponse(issued.as_answer(), headers={"Cache-Control": "no-store"})


def _credentials(request: HttpRequest) -> ClientCredentials:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, _, secret = _decoded(encoded).partition(":")
        return ClientCredentials(unquote(name), unquote(secret))
    return ClientCredentials(
        request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    )


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode()
    except ValueError:  # not base64, not UTF-8, or letters that no header should have
        return ""
