"""Access tokens for machines, by client credentials (OAuth 2.0, RFC 6749 section 4.4)."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Form, Router, Schema

from motcua.identity.actions import ClientCredentials, exchange_client_secret
from motcua.identity.queries import client_address
from motcua.kernel import clock

router = Router()


class Credentials(Schema):
    """What a client sends, form-encoded."""

    grant_type: str
    client_id: str
    client_secret: str
    scope: str = ""


class Token(Schema):
    """What it gets."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


@router.post("/token", response=Token, summary="Get an access token")
def token(request: HttpRequest, credentials: Form[Credentials]) -> dict[str, object]:
    """Exchange a client's secret for an access token of at most fifteen minutes."""
    issued = exchange_client_secret(
        credentials=ClientCredentials(credentials.client_id, credentials.client_secret),
        scopes=tuple(credentials.scope.split()),
        address=client_address(request),
        now=clock.system_now(),
    )
    return {
        "access_token": issued.token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": " ".join(issued.scopes),
    }
