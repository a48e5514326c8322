"""Browsers that let us tell them of news: taken in, let go, forgotten once they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import orjson
from django.conf import settings
from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import blind_indexes
from motcua.notifications.base.webpush import SubscriptionError, subscription
from motcua.notifications.enums import Medium
from motcua.notifications.errors import BrowserRefused, NoticeNotFound
from motcua.notifications.models import PushSubscription
from motcua.notifications.queries.apps import has_app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

MOST_BROWSERS = 10
_LONGEST_NAME = 80
_TIMEOUT = 5


@transaction.atomic
def let_browser(
    *, actor: Actor, said: Mapping[str, str], called: str, now: datetime
) -> PushSubscription:
    """Let news of an account be shown by a browser; the same browser again changes nothing.

    A browser is one account's: whoever signs in and lets it takes it over. The oldest of many
    goes. Raises `NotAllowed`, `BrowserRefused` for what is no subscription of a known service.
    """
    account = _account(actor)
    try:
        to = subscription(said, settings.PUSH_SANDBOX)
    except SubscriptionError:
        raise BrowserRefused from None
    indexes = blind_indexes("push", to.endpoint)
    known = PushSubscription.objects.filter(endpoint_index__in=indexes).first()
    made, _new = PushSubscription.objects.update_or_create(
        endpoint_index=known.endpoint_index if known else indexes[0],
        defaults={
            "account_id": account,
            "subscription": to.as_json(),
            "called": called.strip()[:_LONGEST_NAME],
            "subscribed_at": now,
        },
    )
    kept = PushSubscription.objects.filter(account_id=account).order_by("-subscribed_at", "-pk")
    beyond = list(kept.values_list("pk", flat=True)[MOST_BROWSERS:])
    PushSubscription.objects.filter(pk__in=beyond).delete()
    _record("let_browser", made, actor, now)
    return made


def let_sandbox_browser(*, actor: Actor, called: str, now: datetime) -> PushSubscription:
    """Let a browser of the sandbox show news, as a browser does that is asked by its user.

    Raises `NotAllowed`, `BrowserRefused` where there is no sandbox or it does not answer.
    """
    _account(actor)
    if not settings.PUSH_SANDBOX:
        raise BrowserRefused
    try:
        answer = httpx.post(f"{settings.PUSH_SANDBOX.rstrip('/')}/browsers", timeout=_TIMEOUT)
        said = answer.raise_for_status().json()
        told = {"endpoint": str(said["endpoint"]), **said["keys"]}
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        raise BrowserRefused from None
    return let_browser(actor=actor, said=told, called=called, now=now)


@transaction.atomic
def drop_browser(*, actor: Actor, public_id: UUID, now: datetime) -> None:
    """Tell a browser no more. Raises `NotAllowed`, `NoticeNotFound`."""
    own = PushSubscription.objects.select_for_update().filter(account_id=_account(actor))
    row = own.filter(public_id=public_id).first()
    if row is None:
        raise NoticeNotFound
    _record("drop_browser", row, actor, now)
    row.delete()


def forget_browser(address: str) -> None:
    """Forget a browser whose service says that it is gone."""
    PushSubscription.objects.filter(public_id=orjson.loads(address)["id"]).delete()


def _account(actor: Actor) -> int:
    if actor.account_id is None or actor.official_id is not None:
        raise NotAllowed
    if not has_app(Medium.PUSH):
        raise BrowserRefused
    return actor.account_id


def _record(act: str, row: PushSubscription, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"notifications.{act}",
        subject=("browser", str(row.public_id)),
        agency_id=audit.NODE,
        now=now,
    )
