"""Entering a receipt: its number, what it says and its audit row, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from motcua.kernel import audit, events
from motcua.kernel.clock import civil_date
from motcua.kernel.numerals import NORTHERN, SOUTHERN, money_words
from motcua.kernel.text import fold, nfc, without_unseen
from motcua.payments.queries.kept import kept_of
from motcua.payments.queries.paid import paid_with
from motcua.receipts.actions.numbering import take_number
from motcua.receipts.enums import Dialect, Kind
from motcua.receipts.errors import SeriesMissing
from motcua.receipts.events import ReceiptIssued
from motcua.receipts.models import Due, Papers, Receipt
from motcua.receipts.queries import series_on
from motcua.signatures.actions import new_verification_id

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order
    from motcua.receipts.base import Payer

_SPELLINGS = {Dialect.NORTHERN: NORTHERN, Dialect.SOUTHERN: SOUTHERN}
_LONGEST_NAME = 200

RETURNED = ("returned", "Đã hoàn trả")
"""The line of a receipt that takes off what went back: its code and name."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a receipt says beside its number: `lines` are `{code, name, amount}`."""

    kind: Kind
    payer: Payer
    lines: list[dict[str, Any]]
    amount: int
    reason: str = ""
    asked_by: int | None = None
    decided_by: int | None = None


def enter(due: Due, content: Content, *, actor: Actor, now: datetime) -> Receipt:
    """Give a paid order its next receipt; `due` is locked by the caller.

    Raises `SeriesMissing`, `SeriesFull`.
    """
    series = series_on(due.agency_id, civil_date(now))
    if series is None:
        raise SeriesMissing
    order, before = due.order, due.latest
    # Signs that are not seen have no place in XML: papers with them could never be written.
    payer = nfc(without_unseen(content.payer.name))[:_LONGEST_NAME]
    taken = take_number(series, now=now)
    day = civil_date(taken.at)
    receipt = Receipt.objects.create(
        series=series,
        year=taken.year,
        number=taken.number,
        agency_id=due.agency_id,
        order=order,
        kind=content.kind,
        follows=before,
        rule=taken.rule.code,
        form_symbol=series.form_symbol,
        symbol=taken.rule.symbol(series.letters, day),
        collector_name=series.collector_name,
        collector_tax_code=series.collector_tax_code,
        payer_name=payer,
        payer_tax_code=content.payer.tax_code,
        payer_folded=fold(payer)[:_LONGEST_NAME],
        lines=content.lines,
        amount=content.amount,
        effect=content.amount - (before.amount if before else 0),
        in_words=money_words(content.amount, _SPELLINGS[Dialect(series.dialect)]),
        reason=nfc(without_unseen(content.reason)),
        paid_at=due.paid_at,
        paid_by=_providers(order),
        issued_at=taken.at,
        issued_on=day,
        verification_id=new_verification_id(),
        asked_by=content.asked_by,
        decided_by=content.decided_by,
    )
    Papers.objects.create(receipt=receipt)
    due.latest = receipt
    due.save(update_fields=["latest"])
    _record(receipt, due, actor=actor, now=now)
    return receipt


def lock_due(order_id: int) -> Due | None:
    """Lock and give what is owed for a paid order; None where nothing is.

    A debt whose first order was taken back has a second one: both are locked, the elder first.
    """
    keys = Due.objects.filter(order_id=order_id).values("order__key")
    # Without joins: who waited for the lock would get the joined rows as they were before it.
    held = Due.objects.select_for_update(of=("self",)).filter(order__key__in=keys)
    return next((due for due in held.order_by("pk") if due.order_id == order_id), None)


def to_receipt(due: Due) -> int:
    """Give the đồng that the receipts of an order are to say: what the agency kept of its debt.

    What the receipts of another order of the same debt say is left out.
    """
    return max(0, kept_of(due.order) - said_elsewhere(due))


def said_elsewhere(due: Due) -> int:
    """Give the đồng that receipts of other orders of the same debt say."""
    others = Due.objects.filter(order__key=due.order.key).exclude(pk=due.pk)
    return others.aggregate(sum=Sum("latest__amount"))["sum"] or 0


def lines_of(order: Order, amount: int, rest: tuple[str, str]) -> list[dict[str, Any]]:
    """Give the lines of an order, and one (its code and name) for what is not kept of it."""
    lines = [
        {"code": line["code"], "name": line["name"]["vi"], "amount": line["amount"]}
        for line in order.lines
    ]
    code, name = rest
    left = amount - order.amount
    return [*lines, {"code": code, "name": name, "amount": left}] if left else lines


def _providers(order: Order) -> str:
    """Name who took in what paid an order, in the order it came; `+` between several."""
    return "+".join(dict.fromkeys(part.provider for part in paid_with(order))) or order.paid_by


def _record(receipt: Receipt, due: Due, *, actor: Actor, now: datetime) -> None:
    is_dossier = due.subject_kind == "dossier"
    audit.record(
        actor=actor,
        action=f"receipts.{_ACTS[Kind(receipt.kind)]}",
        subject=("receipt", str(receipt.public_id)),
        agency_id=receipt.agency_id,
        now=now,
        dossier_id=due.subject_id if is_dossier else None,
        data={"symbol": receipt.symbol, "number": receipt.number, "amount": receipt.amount},
    )
    event = ReceiptIssued(receipt_id=receipt.pk)
    events.emit(event, agency_id=receipt.agency_id, now=now)


_ACTS = {
    Kind.ORIGINAL: "issue",
    Kind.REPLACEMENT: "replace",
    Kind.ADJUSTMENT: "adjust",
    Kind.CANCELLATION: "cancel",
}
