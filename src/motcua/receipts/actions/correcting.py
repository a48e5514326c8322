"""Receipts that follow others as two accountants agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop
from stdnum.vn import mst

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import is_second_person
from motcua.agencies.queries.posted import posted_at
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.notifications.actions import Told, tell_officials
from motcua.receipts.actions.entering import (
    RETURNED,
    Content,
    enter,
    lines_of,
    lock_debts,
)
from motcua.receipts.base import Payer
from motcua.receipts.enums import CorrectionState, Kind
from motcua.receipts.errors import (
    CorrectionTaken,
    NothingChanged,
    ReceiptFollowed,
    ReceiptNotFound,
    TaxCodeWrong,
)
from motcua.receipts.models import Correction, Due, Receipt

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.receipts.actions.entering import Debt

_CANCELLED = ("cancelled", "Hủy biên lai")
_AGREE = gettext_noop("Đề nghị thay hoặc hủy một biên lai chờ người thứ hai đồng ý.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an accountant wants done with a receipt, and why.

    `kind` is a replacement, made out to `payer_name` and `payer_tax_code`, or a cancellation.
    """

    kind: Kind
    reason: str
    payer_name: str = ""
    payer_tax_code: str = ""


@transaction.atomic
def ask_correction(*, actor: Actor, receipt_id: UUID, wish: Wish, now: datetime) -> Correction:
    """Ask for a receipt to be replaced or cancelled; nothing happens until another one agrees.

    Raises `ReceiptNotFound`, `NotAllowed` for all but accountants of its agency, `ReceiptFollowed`,
    `NothingChanged`, `TaxCodeWrong`, `CorrectionTaken`.
    """
    receipt = _receipt(actor, receipt_id)
    _require_last(receipt, wish.kind)
    payer = _payer(wish, receipt)
    is_same = payer == Payer(receipt.payer_name, receipt.payer_tax_code)
    if wish.kind == Kind.REPLACEMENT and is_same and receipt.kind != Kind.CANCELLATION:
        raise NothingChanged
    correction, made = Correction.objects.get_or_create(
        of=receipt,
        state=CorrectionState.ASKED,
        defaults={
            "kind": wish.kind,
            "payer_name": payer.name,
            "payer_tax_code": payer.tax_code,
            "reason": wish.reason,
            "asked_by": _official(actor),
            "asked_at": now,
        },
    )
    if not made:
        raise CorrectionTaken
    _record("ask_correction", correction, actor=actor, now=now)
    _tell_the_others(correction, now=now)
    return correction


@transaction.atomic
def decide_correction(
    *, actor: Actor, correction_id: UUID, agrees: bool, now: datetime
) -> Correction:
    """Agree to what was asked, which issues the receipt that follows, or refuse it.

    A second call changes nothing. Raises `ReceiptNotFound`, `NotAllowed` also for who asked,
    `ReceiptFollowed` where another receipt followed meanwhile, `SeriesMissing`, `SeriesFull`.
    """
    found = Correction.objects.select_related("of").filter(public_id=correction_id).first()
    if found is None:
        raise ReceiptNotFound
    actor.require_role(Role.ACCOUNTANT, agency_id=found.of.agency_id)
    debt = lock_debts([found.of.order_id]).get(found.of.order_id)
    correction = Correction.objects.select_for_update().get(pk=found.pk)
    if correction.state != CorrectionState.ASKED:
        return correction
    if agrees and not is_second_person(actor.official_id, correction.asked_by):
        raise NotAllowed
    correction.state = CorrectionState.DONE if agrees else CorrectionState.REFUSED
    correction.decided_by, correction.decided_at = _official(actor), now
    correction.save()
    act = "agree_correction" if agrees else "refuse_correction"
    _record(act, correction, actor=actor, now=now)
    if agrees:
        if debt is None or debt.due.latest_id != correction.of_id:
            raise ReceiptFollowed
        enter(debt, _content(correction, debt), actor=actor, now=now)
    return correction


def _content(correction: Correction, debt: Debt) -> Content:
    is_cancelled = correction.kind == Kind.CANCELLATION
    amount = 0 if is_cancelled else debt.to_receipt
    return Content(
        kind=Kind(correction.kind),
        payer=Payer(correction.payer_name, correction.payer_tax_code),
        lines=lines_of(debt.due.order, amount, _CANCELLED if is_cancelled else RETURNED),
        amount=amount,
        reason=correction.reason,
        asked_by=correction.asked_by,
        decided_by=correction.decided_by,
    )


def _tell_the_others(correction: Correction, *, now: datetime) -> None:
    """Tell the agency's other accountants that something waits for one of them."""
    receipt = correction.of
    told = [
        Told(one.official_id, f"receipts.correction:{correction.pk}", str(receipt.public_id))
        for one in posted_at(receipt.agency_id, civil_date(now), Role.ACCOUNTANT)
        if one.official_id != correction.asked_by
    ]
    tell_officials(told, kind="receipts.correction", subject_kind="receipt", text=_AGREE, now=now)


def _payer(wish: Wish, receipt: Receipt) -> Payer:
    """Give whom the next receipt is made out to; who names nobody leaves it as it is."""
    name, code = wish.payer_name.strip(), wish.payer_tax_code.strip()
    if not name:
        return Payer(receipt.payer_name, receipt.payer_tax_code)
    if code and not mst.is_valid(code):
        raise TaxCodeWrong
    return Payer(name, mst.format(code) if code else "")


def _receipt(actor: Actor, receipt_id: UUID) -> Receipt:
    receipt = Receipt.objects.filter(public_id=receipt_id).first()
    if receipt is None:
        raise ReceiptNotFound
    actor.require_role(Role.ACCOUNTANT, agency_id=receipt.agency_id)
    return receipt


def _require_last(receipt: Receipt, kind: Kind) -> None:
    is_over = kind == Kind.CANCELLATION and receipt.kind == Kind.CANCELLATION
    if is_over or not Due.objects.filter(latest=receipt).exists():
        raise ReceiptFollowed


def _official(actor: Actor) -> int:
    if actor.official_id is None:
        raise NotAllowed
    return actor.official_id


def _record(act: str, correction: Correction, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"receipts.{act}",
        subject=("receipt", str(correction.of.public_id)),
        agency_id=correction.of.agency_id,
        now=now,
        data={"kind": str(correction.kind), "correction": str(correction.public_id)},
    )
