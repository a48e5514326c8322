"""Reads of the notifications room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from motcua.kernel.composed import composed
from motcua.notifications.base import gateways
from motcua.notifications.enums import Medium, MessageState
from motcua.notifications.models import Message, OfficialNotice
from motcua.notifications.providers.gateway import GatewayCarrier
from motcua.notifications.providers.smtp import SmtpCarrier
from motcua.notifications.queries.apps import app_carrier, has_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor
    from motcua.notifications.base import Carrier

MOST_UNREAD = 100
"""Unread notices are not counted further."""
NOTICES_A_PAGE = 50


def has_carrier(medium: str) -> bool:
    """Say whether this node sends messages by a medium."""
    if medium == Medium.SMS:
        return bool(settings.SMS_URL or settings.SMS_GATEWAY)
    if medium == Medium.EMAIL:
        return bool(settings.SMTP_URL)
    return has_app(medium)


def carrier_of(medium: str) -> Carrier | None:
    """Make the carrier of a medium, to be closed after use; None when this node has none."""
    if not has_carrier(medium):
        return None
    if medium == Medium.SMS:
        return sms_gateway()
    if medium != Medium.EMAIL:
        return app_carrier(medium)
    return SmtpCarrier(
        settings.SMTP_URL,
        settings.DEFAULT_FROM_EMAIL,
        settings.NODE_NAME,
        settings.MAIL_BOUNCES,
        settings.SMTP_CA,
    )


def sms_gateway() -> GatewayCarrier:
    """Make the gateway of text messages: as described in a file, or that of the sandbox.

    Raises `ImproperlyConfigured` when the description cannot be used.
    """
    if not settings.SMS_GATEWAY:
        secret = settings.SMS_SECRET or _sms_token()
        return GatewayCarrier(gateways.sandbox(settings.SMS_URL, _sms_token(), secret))
    place = Path(settings.SMS_GATEWAY)
    try:
        text = place.read_text()
        return GatewayCarrier(
            gateways.described(text, lambda name: (place.parent / name).read_text().strip())
        )
    except (OSError, gateways.GatewayError) as error:
        raise ImproperlyConfigured(f"MOTCUA_SMS_GATEWAY: {error}") from error


def _sms_token() -> str:
    if settings.SMS_TOKEN:
        return str(settings.SMS_TOKEN)
    file = Path(settings.DATA) / "keys" / "sms"
    return file.read_text().strip() if file.exists() else ""


def waiting_messages() -> int:
    """Count the messages that wait to be sent."""
    return Message.objects.filter(state=MessageState.WAITING).count()


def unread_notices(actor: Actor) -> int:
    """Count an official's unread notices, up to `MOST_UNREAD`."""
    if actor.official_id is None:
        return 0
    return len(_unread(official=actor.official_id))


@composed
def _unread(official: Any) -> QuerySet[OfficialNotice, int]:
    unread = OfficialNotice.objects.filter(official_id=official, read_at=None).order_by()
    return unread.values_list("pk", flat=True)[:MOST_UNREAD]


def notices_of(actor: Actor, before: int | None = None) -> Sequence[OfficialNotice]:
    """Give a page of an official's notices, the latest first, and one more if there are more.

    `before` is the number of the last one of the page before.
    """
    own = OfficialNotice.objects.filter(official_id=actor.official_id or -1)
    if before is not None:
        last = own.filter(pk=before).first()
        if last is None:
            return ()
        own = own.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    return list(own.order_by("-at", "-id")[: NOTICES_A_PAGE + 1])
