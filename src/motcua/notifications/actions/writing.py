"""Writing messages: rows in the caller's transaction, sent after commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from motcua.notifications.enums import Medium
from motcua.notifications.models import Message
from motcua.notifications.queries import carrier_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell, where and in which language; an empty address means not that way."""

    phone: str
    email: str
    language: str


def notify(
    *,
    key: str,
    recipient: Recipient,
    template: str,
    context: Mapping[str, str],
    agency_id: int | None,
    now: datetime,
) -> int:
    """Write what a person is to be told by e-mail and text message; give how many were new.

    `key` names the event: the same key again writes nothing. `context` fills the template
    `notifications/<template>.<language>.<medium>.txt`. A medium without a carrier is left out.
    """
    addresses = {Medium.EMAIL: recipient.email, Medium.SMS: recipient.phone}
    messages = [
        Message(
            key=f"{key}:{medium}",
            agency_id=agency_id,
            medium=medium,
            template=template,
            language=recipient.language,
            address=address,
            context=dict(context),
            written_at=now,
            due_at=now,
        )
        for medium, address in addresses.items()
        if address and carrier_of(medium) is not None
    ]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        _deliver_soon()
    return len(messages)


def _deliver_soon() -> None:
    """Ask for delivery after this transaction commits; many asks make one job."""
    name = "notifications.deliver"
    try:
        with transaction.atomic():
            app.configure_task(name, queueing_lock=name).defer()
    except AlreadyEnqueued:
        return
