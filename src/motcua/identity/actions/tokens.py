"""Access tokens, and the secrets with which other systems ask for them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.identity.actions.accounts import end_sessions
from motcua.identity.actions.locking import FAILURES_OF_ADDRESS, QUARTER
from motcua.identity.base import tokens
from motcua.identity.enums import Side
from motcua.identity.errors import CredentialsRefused, ScopeRefused, TooManyTries
from motcua.identity.models import AccessToken, Account
from motcua.identity.queries import actor_for
from motcua.kernel import audit, ratelimits
from motcua.kernel.errors import NotAllowed, TooManyRequests

if TYPE_CHECKING:
    from motcua.kernel.actors import Actor

_LIMIT = "identity.client-secret"


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token to hand out: the text, seconds it lives, what it opens."""

    token: str = field(repr=False)
    expires_in: int
    scopes: tuple[str, ...]

    def as_answer(self) -> dict[str, object]:
        """Write the token as an answer of RFC 6749 §5.1."""
        return {
            "access_token": self.token,
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "scope": " ".join(self.scopes),
        }


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """What another system shows: its account's public id and a secret."""

    client_id: str
    secret: str = field(repr=False)


def issue_access_token(
    *, account: Account, scopes: tuple[str, ...], now: datetime, seconds: int = tokens.LIFETIME
) -> IssuedToken:
    """Sign a token for an account, with the powers it has now.

    `now` is the machine's time, `seconds` at most 900. Whoever calls has made sure who asks.
    """
    lifetime = min(seconds, tokens.LIFETIME)
    access = tokens.Access(
        actor=actor_for(account, now),
        scopes=frozenset(scopes),
        expires_at=now + timedelta(seconds=lifetime),
        generation=account.generation,
    )
    return IssuedToken(tokens.write(access, now), lifetime, tuple(sorted(scopes)))


@transaction.atomic
def create_client_secret(
    *, actor: Actor, account: Account, name: str, scopes: tuple[str, ...], expires_at: datetime,
    now: datetime,
) -> tuple[AccessToken, str]:  # fmt: skip
    """Give another system a secret; it is shown this once, its SHA-256 is kept.

    Raises `NotAllowed` unless an administrator or the node itself does it for a client's account.
    """
    if account.side != Side.CLIENT:
        raise NotAllowed
    if actor.kind != "system":
        actor.require_role(Role.ADMINISTRATOR)
    secret = secrets.token_urlsafe(32)
    kept = AccessToken.objects.create(
        account=account,
        name=name,
        digest=_digest(secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    _record("create_client_secret", kept, actor=actor, now=now)
    return kept, secret


@transaction.atomic
def revoke_client_secret(*, actor: Actor, secret: AccessToken, now: datetime) -> None:
    """Take a secret back; the client's tokens end, and it asks anew with what it still has."""
    if actor.kind != "system":
        actor.require_role(Role.ADMINISTRATOR)
    secret.revoked_at = now
    secret.save(update_fields=["revoked_at"])
    end_sessions(secret.account)
    _record("revoke_client_secret", secret, actor=actor, now=now)


def exchange_client_secret(
    *, credentials: ClientCredentials, scopes: tuple[str, ...], address: str, now: datetime
) -> IssuedToken:
    """Give a token for a client's secret; no scopes asked for means all it was given.

    Raises `CredentialsRefused` (which part is wrong is not told), `ScopeRefused`, and
    `TooManyTries` after many failures from one address.
    """
    try:
        ratelimits.refuse_if_spent(_LIMIT, address, limit=FAILURES_OF_ADDRESS, now=now)
        kept = _valid_secret(credentials, now)
        if kept is None:
            ratelimits.hit(_LIMIT, address, limit=FAILURES_OF_ADDRESS, seconds=QUARTER, now=now)
    except TooManyRequests as refusal:
        raise TooManyTries.until(refusal) from None
    if kept is None:
        raise CredentialsRefused
    beyond = set(scopes) - set(kept.scopes)
    if beyond:
        raise ScopeRefused(scopes=sorted(beyond))
    return issue_access_token(account=kept.account, scopes=scopes or tuple(kept.scopes), now=now)


def _valid_secret(credentials: ClientCredentials, now: datetime) -> AccessToken | None:
    try:
        client_id = UUID(credentials.client_id)
    except ValueError:
        return None
    return (
        AccessToken.objects.select_related("account")
        .filter(
            Q(revoked_at__isnull=True),
            digest=_digest(credentials.secret),
            account__public_id=client_id,
            account__is_active=True,
            expires_at__gt=now,
        )
        .first()
    )


def _digest(secret: str) -> bytes:
    # 256 random bits cannot be guessed, so one plain hash keeps them as well as a slow one.
    return hashlib.sha256(secret.encode()).digest()


def _record(act: str, secret: AccessToken, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"identity.{act}",
        subject=("account", str(secret.account.public_id)),
        agency_id=audit.NODE,
        now=now,
        data={"secret": secret.pk},
    )
