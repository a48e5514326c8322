"""Telling accountants of money that went another way than asked, and of what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from motcua.agencies.enums import Role
from motcua.agencies.queries.posted import agencies_on, posted_at
from motcua.kernel.clock import civil_date
from motcua.notifications.actions import Told, tell_officials
from motcua.payments.enums import RefundState
from motcua.payments.models import Order, Refund, RefundProposal, Reversal

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.payments.models import Settlement

SUBJECT = "money-back"
"""What a notice is about: the money that went back of an order, by its reference."""
_REFUSED = gettext_noop("Chưa hoàn được tiền của khoản %(code)s. Mở để xử lý.")
_STOPPED = gettext_noop("Khoản %(code)s đã bị lấy lại tiền nên không hoàn nữa. Mở để xem.")
_TWICE = gettext_noop("Tiền của khoản %(code)s vừa hoàn vừa bị lấy lại. Mở để đòi lại.")
_AGREE_BACK = gettext_noop("Đề nghị hoàn tiền của khoản %(code)s chờ người thứ hai đồng ý.")
_AGREE_UNCLEAR = gettext_noop("Đề nghị xử lý một khoản tiền chưa rõ chờ người thứ hai đồng ý.")
_AGREE_DIFFERENCE = gettext_noop("Đề nghị xử lý một chỗ lệch sao kê chờ người thứ hai đồng ý.")
_AGREE_TWICE = gettext_noop("Đề nghị xử lý tiền đi hai lần chờ người thứ hai đồng ý.")
_WAITS = gettext_noop("Ngân hàng báo lấy lại tiền mà sổ không có. Mở để đối chiếu.")
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


def tell_waiting(*, reversal_id: int, now: datetime) -> int:
    """Tell accountants of money taken back that does not fit the books; give how many are new."""
    reversal = Reversal.objects.select_related("order").get(pk=reversal_id)
    if not reversal.waits:
        return 0  # what it undoes came meanwhile
    return _tell(reversal.order, f"waits:{reversal_id}", _WAITS, now)


def tell_reversed(*, order_id: int, reversal_id: int, now: datetime) -> int:
    """Tell accountants that a provider took an order's money back; give how many are new to it."""
    order = Order.objects.get(pk=order_id)
    return _tell(order, f"reversal:{reversal_id}:{order_id}", _REVERSED, now)


def tell_of_proposal(proposal: RefundProposal, *, now: datetime) -> int:
    """Tell the other accountants that a refund waits for one of them; give how many are new."""
    key = f"refund-proposed:{proposal.public_id}"
    return _tell(proposal.order, key, _AGREE_BACK, now, besides=proposal.asked_by)


def tell_of_settlement(settlement: Settlement, *, now: datetime) -> int:
    """Tell the other accountants that something unclear waits for one of them; give how many."""
    key, by = f"settlement:{settlement.public_id}", settlement.asked_by
    if settlement.of is not None and settlement.reversal is None:
        about = ("unclear-money", "")
        return _tell(settlement.of.order, key, _AGREE_UNCLEAR, now, besides=by, about=about)
    if settlement.reversal is not None:
        return _tell(settlement.reversal.order, key, _AGREE_TWICE, now, besides=by)
    assert settlement.difference is not None
    about = ("difference", str(settlement.difference.public_id))
    return _tell(None, key, _AGREE_DIFFERENCE, now, besides=by, about=about)


def _tell(
    order: Order | None,
    key: str,
    text: str,
    now: datetime,
    *,
    besides: int | None = None,
    about: tuple[str, str] | None = None,
) -> int:
    """Tell those of the order's agency; where there is no order, those who run the node.

    All `besides` one, `about` what lies elsewhere than with the money that goes back.
    """
    day = civil_date(now)
    top = (agency.pk for agency in agencies_on(day) if agency.parent_id is None)
    agencies = [order.agency_id] if order else list(top)
    code = order.reference if order else ""
    kind, subject = about or (SUBJECT, code)
    told = [
        Told(one.official_id, f"payments:{key}", subject, {"code": code})
        for agency in agencies
        for one in posted_at(agency, day, Role.ACCOUNTANT)
        if one.official_id != besides
    ]
    return tell_officials(told, kind="payments", subject_kind=kind, text=text, now=now)
