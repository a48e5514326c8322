"""Reads of the room of incoming text messages: what a phone may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from motcua.agencies.queries.finding import agency_numbered
from motcua.dossiers.queries.todo import plain_state
from motcua.dossiers.queries.tracking import example_code, of_code
from motcua.kernel.clock import civil
from motcua.kernel.sealed import normal_form
from motcua.payments.queries import orders_of
from motcua.texting.base import amount, answer
from motcua.texting.models import PayIntent

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier
    from motcua.texting.base import Command

_REASONS = frozenset({"balance", "limit", "pin", "declined"})


def tracked_answer(said: Command, phone: str) -> str:
    """Say where a dossier stands: to the phone in the dossier also what is due, and when.

    Others learn only whether it is settled, as the law lets anybody know who has its code.
    """
    dossier, language = of_code(said.argument), said.language
    if dossier is None:
        return answer("unknown_dossier", language, code=said.argument, example=example_code())
    if normal_form("phone", dossier.contact.get("phone", "")) != phone:
        state = answer("going_on" if dossier.is_open else "ended", language)
        return answer("track_stranger", language, code=dossier.code, state=state)
    with translation.override(language):
        state = plain_state(dossier)
    due = f"{civil(dossier.appointed_at):%d/%m/%Y}" if dossier.appointed_at else ""
    return answer(
        "track",
        language,
        code=dossier.code,
        state=state,
        due=answer("due", language, day=due) if due and dossier.is_open else "",
        owed=_owed(dossier, language),
    )


def _owed(dossier: Dossier, language: str) -> str:
    latest = {order.key: order for order in orders_of("dossier", dossier.pk)}.values()
    owed = next((order for order in latest if order.state == "open"), None)
    if owed is None or not dossier.is_open:
        return ""
    left = amount(owed.amount - owed.received)
    return answer("owed", language, amount=left, reference=owed.reference)


def agency_called(agency_id: int) -> str:
    """Give an agency's name."""
    return agency_numbered(agency_id).name


def refused_because(reason: str, language: str) -> str:
    """Say why a wallet did not pay, by the provider's word."""
    return answer(f"why_{reason if reason in _REASONS else 'other'}", language)


def is_awaited(*, order_id: int | None = None, attempt_id: int | None = None) -> bool:
    """Say whether a phone waits to be told how an order, or an attempt, ended."""
    waiting = PayIntent.objects.filter(attempt__isnull=False, told_at=None)
    wanted = {"order": order_id} if order_id is not None else {"attempt": attempt_id}
    return waiting.filter(**wanted).exists()
