"""Telling accountants of money that went another way than asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from motcua.agencies.enums import Role
from motcua.agencies.queries.posted import agencies_on, posted_at
from motcua.kernel.clock import civil_date
from motcua.notifications.actions import Told, tell_officials
from motcua.payments.enums import RefundState
from motcua.payments.models import Order, Refund, Reversal

if TYPE_CHECKING:
    from datetime import datetime

SUBJECT = "money-back"
"""What a notice is about: the money that went back of an order, by its reference."""
_REFUSED = gettext_noop("Chưa hoàn được tiền của khoản %(code)s. Mở để xử lý.")
_STOPPED = gettext_noop("Khoản %(code)s đã bị lấy lại tiền nên không hoàn nữa. Mở để xem.")
_TWICE = gettext_noop("Tiền của khoản %(code)s vừa hoàn vừa bị lấy lại. Mở để đòi lại.")
_REVERSED = gettext_noop("Ngân hàng đã lấy lại tiền của khoản %(code)s. Mở để xử lý.")


def tell_refused(*, refund_id: int, now: datetime) -> int:
    """Tell accountants that money did not go back and why; give how many are new to it."""
    refund = Refund.objects.select_related("order").get(pk=refund_id)
    text = _STOPPED if refund.state == RefundState.STOPPED else _REFUSED
    return _tell(refund.order, f"refund-refused:{refund.reference}", text, now)


def tell_twice(*, reversal_id: int, now: datetime) -> int:
    """Tell accountants that somebody has money twice; give how many are new to it."""
    reversal = Reversal.objects.select_related("order").get(pk=reversal_id)
    return _tell(reversal.order, f"twice:{reversal_id}:{reversal.twice}", _TWICE, now)


def tell_reversed(*, order_id: int, reversal_id: int, now: datetime) -> int:
    """Tell accountants that a provider took an order's money back; give how many are new to it."""
    order = Order.objects.get(pk=order_id)
    return _tell(order, f"reversal:{reversal_id}:{order_id}", _REVERSED, now)


def _tell(order: Order | None, key: str, text: str, now: datetime) -> int:
    """Tell those of the order's agency; where there is no order, those who run the node."""
    day = civil_date(now)
    top = (agency.pk for agency in agencies_on(day) if agency.parent_id is None)
    agencies = [order.agency_id] if order else list(top)
    code = order.reference if order else ""
    told = [
        Told(one.official_id, f"payments:{key}", code, {"code": code})
        for agency in agencies
        for one in posted_at(agency, day, Role.ACCOUNTANT)
    ]
    return tell_officials(told, kind="payments", subject_kind=SUBJECT, text=text, now=now)
