"""Who acts in a request, and how surely we know it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.models import Authenticator
from django.conf import settings

from motcua.agencies.queries import powers_by_id
from motcua.identity.base import tokens, visit
from motcua.identity.enums import Door, Side
from motcua.identity.errors import TokenRefused
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.caching import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpRequest

STRANGER: Final = Actor(kind="citizen")
"""Nobody has signed in."""
DEMO_STEP: Final = "demo"
"""How the one-click sign-in of the made-up world is noted in a session."""
_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def actor_for(account: Account, now: datetime) -> Actor:
    """Give the one who acts through an account, with an official's powers valid on that day.

    One statement for an official, none for others.
    """
    if account.side == Side.OFFICIAL and account.official_id is not None:
        powers = powers_by_id(account.official_id, clock.civil_date(now))
        return Actor("official", account.pk, None, account.official_id, powers)
    if account.side == Side.CLIENT:
        return Actor("client", account.pk)
    return Actor("citizen", account.pk, account.person_id)


def has_left(account: Account, now: datetime) -> bool:
    """Say whether an account is an official's whose last day is over."""
    gone_on = account.official.valid_to if account.official else None
    return gone_on is not None and gone_on <= clock.civil_date(now)


def _left(official_id: int, day: date) -> bool:
    left = Account.objects.filter(official_id=official_id, official__valid_to__lte=day)
    return left.exists()


def read_access(header: str, now: datetime) -> tokens.Access:
    """Read `Authorization: Bearer …`: who acts, for what, until when. No database.

    Raises `TokenRefused` or `TokenExpired`.
    """
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused
    return tokens.read(token.strip(), now)


def read_access_token(header: str, now: datetime | None = None) -> Actor:
    """Give who acts by `Authorization: Bearer …`; see `read_access`. `now` is machine time."""
    return read_access(header, now or clock.system_now()).actor


def admitted(header: str, now: datetime) -> tokens.Access:
    """Read `Authorization: Bearer …` as `read_access` does, and refuse an account that was ended.

    The database is asked once a second, whoever calls; and for an official each time, because a
    posting may have ended since the token was issued; a leaver's opens nothing. Raises
    `TokenRefused`, `TokenExpired`.
    """
    access = read_access(header, now)
    if _ended_lately().get(access.actor.account_id, access.generation) != access.generation:
        raise TokenRefused
    if access.actor.official_id is None:
        return access
    official, today = access.actor.official_id, clock.civil_date(clock.now())
    powers = powers_by_id(official, today)
    if not powers and _left(official, today):
        raise TokenRefused
    return replace(access, actor=replace(access.actor, powers=powers))


@remembered(1)
def _ended_lately() -> Mapping[int | None, int]:
    """Give the generations of accounts that were ended since the oldest living token was issued."""
    since = clock.system_now() - timedelta(seconds=tokens.LIFETIME + tokens.CLOCKS_DIFFER)
    ended = Account.objects.filter(sessions_ended_at__gt=since)
    return dict(ended.values_list("pk", "generation"))


def bearer(header: str, now: datetime) -> Actor:
    """Give who acts by the header; a stranger when there is none. Raises as `admitted` does."""
    return admitted(header, now).actor if header else STRANGER


def has_second_factor(account: Account) -> bool:
    """Say whether an account has enrolled a second factor."""
    found: bool = Authenticator.objects.filter(
        user_id=account.pk, type__in=_SECOND_FACTORS
    ).exists()
    return found


def has_proved_second_factor(request: HttpRequest) -> bool:
    """Say whether the second factor was proved in this session; no statement of its own."""
    account = request.user
    if not account.is_authenticated:
        return False
    methods = {step.get("method") for step in get_authentication_records(request, account)}
    return "mfa" in methods or (settings.DEMO and DEMO_STEP in methods)


def is_fully_signed_in(request: HttpRequest) -> bool:
    """Say whether the session may act: on the desk only after the second factor."""
    if visit(request).side is Door.DESK:
        return has_proved_second_factor(request)
    return bool(request.user.is_authenticated)


def client_address(request: HttpRequest) -> str:
    """Give the network address a request came from; IPv6 as its /64, which one household holds.

    Behind proxies, MOTCUA_PROXIES says how many to look past.
    """
    address: str = truncate_ip(get_client_ip(request) or "unknown")
    return address
