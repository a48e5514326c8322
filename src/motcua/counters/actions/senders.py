"""Addresses from which scans may come to a counter by e-mail: let in, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.counters.actions.authorising import record, require_administrator
from motcua.counters.errors import SenderTaken
from motcua.counters.models import ScanSender

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Counter
    from motcua.kernel.actors import Actor


@transaction.atomic
def let_sender_in(*, actor: Actor, counter: Counter, address: str, now: datetime) -> ScanSender:
    """Let scans come to a counter from an address; what came before goes on within a minute.

    Raises `CounterNotFound`, `NotAllowed`, `SenderTaken`.
    """
    require_administrator(actor, counter.unit)
    assert actor.official_id is not None
    try:
        with transaction.atomic():
            sender = ScanSender.objects.create(
                counter=counter,
                address=address.strip().lower(),
                added_by_id=actor.official_id,
                added_at=now,
            )
    except IntegrityError:
        raise SenderTaken(_("Địa chỉ này đã được phép gửi bản quét tới một quầy.")) from None
    record("let_sender_in", counter, actor=actor, now=now, sender=str(sender.public_id))
    return sender


@transaction.atomic
def end_sender(*, actor: Actor, sender: ScanSender, now: datetime) -> None:
    """Take nothing more from an address. Raises `CounterNotFound`, `NotAllowed`."""
    require_administrator(actor, sender.counter.unit)
    if ScanSender.objects.filter(pk=sender.pk, ended_at=None).update(ended_at=now):
        record("end_sender", sender.counter, actor=actor, now=now, sender=str(sender.public_id))
