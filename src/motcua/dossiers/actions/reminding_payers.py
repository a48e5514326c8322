"""Telling the filer of his money: due soon, paid by another or in part, sent back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection, transaction

from motcua.dossiers.actions.billing import SUBJECT
from motcua.dossiers.actions.recipients import about, recipient_of
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.base.reminders import Reminder
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.wording import procedure_name, tracking_link
from motcua.kernel.clock import civil_date
from motcua.kernel.money import show
from motcua.notifications.actions import Notice, notify_all
from motcua.notifications.base.languages import in_each
from motcua.payments.enums import OrderState, Provider, RefundState
from motcua.payments.queries.links import is_paid_by_another
from motcua.payments.queries.orders import expiring, order_numbered
from motcua.payments.queries.returns import refund_numbered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.notifications.base.languages import Words
    from motcua.payments.models import Order, Refund

_AT_ONCE = 1000
# Two orders of a dossier may end at one moment, so each is noted by its number.
_NOTE = """
INSERT INTO dossiers_reminded (dossier_id, kind, clock, at)
SELECT one.id, one.kind, one.clock, %s
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS one(id, kind, clock)
ON CONFLICT DO NOTHING RETURNING kind
"""


def remind_of_payments(*, now: datetime) -> int:
    """Remind filers of orders that are about to expire, once for each; give how many were.

    A batch is done whole or not at all; one that was killed is done when this is called again.
    Orders that stay open no longer than the rule's days are told of when they are opened only.
    """
    before = timedelta(days=rule_on("obligation-reminder", civil_date(now)).value["amount"])
    reminded, after = 0, 0
    while batch := expiring(SUBJECT, now=now, within=before, after=after, limit=_AT_ONCE):
        after = batch[-1].pk
        reminded += _remind_some(batch, now)
    return reminded


@transaction.atomic
def _remind_some(orders: Sequence[Order], now: datetime) -> int:
    found = Dossier.objects.filter(pk__in=[order.subject_id for order in orders], is_open=True)
    dossiers = {one.pk: one for one in found.select_related("agency").defer("answers")}
    due = [order for order in orders if order.subject_id in dossiers]
    new = _noted(due, now)
    told = [order for order in due if _kind(order) in new]
    notify_all([_expiring(dossiers[order.subject_id], order) for order in told], now=now)
    return len(told)


def _noted(orders: Sequence[Order], now: datetime) -> set[str]:
    """Note reminders in one statement; give those that are new."""
    columns = (
        [order.subject_id for order in orders],
        [_kind(order) for order in orders],
        [order.expires_at for order in orders],
    )
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, (now, *columns))
        return {kind for (kind,) in cursor.fetchall()}


def _kind(order: Order) -> str:
    return f"{Reminder.PAYMENT}-{order.pk}"


def _expiring(dossier: Dossier, order: Order) -> Notice:
    until = f"{civil_date(order.expires_at):%d/%m/%Y}"
    key = f"dossier:{dossier.pk}:{Reminder.PAYMENT}:{order.pk}"
    return _notice(dossier, "payment-expiring", key, order.owed, until=until)


@transaction.atomic
def tell_paid_by_link(*, dossier_id: int, order_id: int, now: datetime) -> bool:
    """Tell the filer, once, that somebody paid an order by his link; say whether somebody did.

    Of a bank transfer nobody knows where its payer read the code: nothing is told of that.
    """
    order = order_numbered(order_id)
    if not is_paid_by_another(order):
        return False
    dossier = _read(dossier_id)
    key = f"dossier:{dossier.pk}:paid-by-link:{order.pk}"
    notify_all([_notice(dossier, "paid-by-link", key, order.amount)], now=now)
    return True


@transaction.atomic
def tell_paid_in_part(*, dossier_id: int, order_id: int, now: datetime) -> bool:
    """Tell the filer what is still owed on an order, once for each sum that came; say whether.

    Nothing is told where more has come meanwhile and nothing is owed any more.
    """
    order = order_numbered(order_id)
    if order.state != OrderState.OPEN or not order.owed:
        return False
    dossier = _read(dossier_id)
    key = f"dossier:{dossier.pk}:paid-in-part:{order.pk}:{order.received}"
    rest = in_each(partial(show, order.owed))
    notify_all([_notice(dossier, "paid-in-part", key, order.received, rest=rest)], now=now)
    return True


@transaction.atomic
def tell_money_back(*, refund_id: int, now: datetime) -> bool:
    """Tell the filer, once for each turn, that money of his dossier goes back; say whether.

    When it was sent or fetched, and before that where it waits to be fetched in cash: then with the
    code that proves who he is.
    """
    refund = refund_numbered(refund_id)
    turn = _turn(refund)
    if refund.order is None or refund.order.subject_kind != SUBJECT or not turn:
        return False
    dossier = _read(refund.order.subject_id)
    key = f"dossier:{dossier.pk}:money-back:{refund.pk}:{turn}"
    fetch = refund.reference if turn == "waits" else ""
    told = _notice(dossier, "money-back", key, refund.amount, back=turn, fetch=fetch)
    notify_all([told], now=now)
    return True


def _turn(refund: Refund) -> str:
    """Say what is told of a refund now: `waits`, `fetched` or `sent`; empty for nothing yet."""
    is_cash = refund.provider == Provider.CASH
    if refund.state == RefundState.DONE:
        # What an accountant paid another way bears the number of a document.
        return "fetched" if is_cash and refund.booked_as == refund.reference else "sent"
    return "waits" if is_cash and refund.state == RefundState.ASKED else ""


def _read(dossier_id: int) -> Dossier:
    return Dossier.objects.select_related("agency").defer("answers").get(pk=dossier_id)


def _notice(dossier: Dossier, template: str, key: str, amount: int, **more: Words) -> Notice:
    return Notice(
        key=key,
        recipient=recipient_of(dossier),
        template=template,
        context={
            "agency": in_each(dossier.agency.name_in),
            "code": dossier.code,
            "procedure": in_each(partial(procedure_name, dossier)),
            "fee": in_each(partial(show, amount)),
            "link": tracking_link(dossier),
            **more,
        },
        agency_id=dossier.agency_id,
        subject=about(dossier),
    )
