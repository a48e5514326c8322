"""Hearing what became of a message: each word is stored once, in whatever order words come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from motcua.notifications.actions.silencing import mark_silent, unmark_silent
from motcua.notifications.enums import Heard, Medium, MessageState, Said
from motcua.notifications.models import DeliveryReport, Message

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.notifications.base import Report

_REFERENCE = re.compile(
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:-([1-9][0-9]{0,3}))?"
)
MAIL = "smtp"
"""The provider whose reports are letters that came back."""
_OPEN = (MessageState.WAITING, MessageState.SENT)


@transaction.atomic
def hear(*, provider: str, report: Report, now: datetime) -> Heard:
    """Take in a verified report; the same one again changes nothing.

    It may come before the carrier's answer to the handing over, late, or against another one: what
    was delivered once is delivered, and a failure counts for the round it speaks of.
    """
    message, number = _named(report.reference, provider)
    known = DeliveryReport.objects.filter(provider=provider, event_id=report.event_id).first()
    if known is not None:
        return Heard(known.heard)
    heard = Heard.UNMATCHED if message is None else _outcome(message, number, report)
    _row, is_new = DeliveryReport.objects.get_or_create(
        provider=provider,
        event_id=report.event_id,
        defaults={
            "message": message,
            "round": number,
            "said": report.said,
            "reason": report.reason,
            "happened_at": report.at,
            "received_at": now,
            "heard": heard,
        },
    )
    if message is not None and is_new:
        _apply(message, report, heard, now)
    return heard


def _named(reference: str, provider: str) -> tuple[Message | None, int]:
    """Find and lock the message a reference names, and say which round of it.

    Anybody can send a letter that looks like one come back: it speaks of letters alone.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None, 0
    medium = Medium.EMAIL if provider == MAIL else Medium.SMS
    rows = Message.objects.select_for_update(no_key=True).filter(medium=medium)
    return rows.filter(public_id=UUID(found[1])).first(), int(found[2] or 0)


def _outcome(message: Message, number: int, report: Report) -> Heard:
    if report.said == Said.DELIVERED:
        is_news = message.state != MessageState.DELIVERED
    else:
        is_news = (
            report.said in {Said.FAILED, Said.BOUNCED}
            and message.state in _OPEN
            and number == message.round
        )
    return Heard.APPLIED if is_news else Heard.NOTED


def _apply(message: Message, report: Report, heard: Heard, now: datetime) -> None:
    if heard == Heard.APPLIED:
        message.state = {
            Said.DELIVERED: MessageState.DELIVERED,
            Said.FAILED: MessageState.FAILED,
            Said.BOUNCED: MessageState.BOUNCED,
        }[report.said]
        is_there = report.said == Said.DELIVERED
        message.fault = "" if is_there else f"carrier.{report.reason or 'failed'}"
        message.ended_at = now
        message.save(update_fields=["state", "fault", "ended_at"])
    if report.said == Said.DELIVERED:
        unmark_silent(message.medium, message.address)
    elif report.said == Said.BOUNCED and heard == Heard.APPLIED:
        mark_silent(message, reason=report.reason or "bounced", now=now)
