"""Entering receipts: their numbers, what they say and their audit rows, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from motcua.kernel import audit, events
from motcua.kernel.clock import civil_date
from motcua.kernel.numerals import NORTHERN, SOUTHERN, money_words
from motcua.kernel.text import fold, nfc, without_unseen
from motcua.payments.queries.kept import Kept, kept_by_debt
from motcua.receipts.actions.numbering import take_numbers
from motcua.receipts.enums import Dialect, Kind
from motcua.receipts.errors import SeriesMissing
from motcua.receipts.events import ReceiptIssued
from motcua.receipts.models import Due, Papers, Receipt
from motcua.receipts.queries import series_on
from motcua.signatures.actions import new_verification_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order
    from motcua.receipts.actions.numbering import Numbers
    from motcua.receipts.base import Payer
    from motcua.receipts.models import Series

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


@dataclass(frozen=True, slots=True)
class Debt:
    """A paid order that is owed receipts, locked, and what the ledger says of its debt.

    `others` are the locked orders of the same debt: one that was taken back, and was paid anew.
    """

    due: Due
    kept: Kept
    others: tuple[Due, ...]

    @property
    def said_elsewhere(self) -> int:
        """Give the đồng that receipts of other orders of the same debt say."""
        return sum(one.latest.amount for one in self.others if one.latest is not None)

    @property
    def to_receipt(self) -> int:
        """Give the đồng that its receipts are to say: what was kept and none elsewhere says."""
        return max(0, self.kept.amount - self.said_elsewhere)


def lock_debts(order_ids: Iterable[int]) -> dict[int, Debt]:
    """Lock and give what is owed for paid orders, by their numbers; others are left out.

    A debt whose first order was taken back has a second one: both are locked, the elder first.
    """
    wanted = set(order_ids)
    keys = Due.objects.filter(order_id__in=wanted).values("order__key")
    # Without joins: who waited for the lock would get the joined rows as they were before it.
    locked = Due.objects.select_for_update(of=("self",)).filter(order__key__in=keys)
    dues = list(locked.order_by("pk"))
    prefetch_related_objects(dues, "order", "latest")
    by_key: defaultdict[str, list[Due]] = defaultdict(list)
    for due in dues:
        by_key[due.order.key].append(due)
    kept = kept_by_debt(by_key)
    return {
        due.order_id: Debt(
            due,
            kept.get(due.order.key, Kept()),
            tuple(other for other in by_key[due.order.key] if other is not due),
        )
        for due in dues
        if due.order_id in wanted
    }


def enter(debt: Debt, content: Content, *, actor: Actor, now: datetime) -> Receipt:
    """Give a paid order its next receipt. Raises `SeriesMissing`, `SeriesFull`."""
    [receipt] = enter_all([(debt, content)], actor=actor, now=now)
    return receipt


def enter_all(
    entries: Sequence[tuple[Debt, Content]], *, actor: Actor, now: datetime
) -> list[Receipt]:
    """Give paid orders of one agency, each of another debt, their next receipts, in their order.

    Where numbers run out the last ones get none. Raises `SeriesMissing`, `SeriesFull` where there
    is none at all.
    """
    [agency_id] = {debt.due.agency_id for debt, _content in entries}
    series = series_on(agency_id, civil_date(now))
    if series is None:
        raise SeriesMissing
    taken = take_numbers(series, len(entries), now=now)
    given = list(zip(range(taken.first, taken.first + taken.count), entries, strict=False))
    receipts = Receipt.objects.bulk_create(
        [_receipt(series, taken, number, *entry) for number, entry in given]
    )
    Papers.objects.bulk_create([Papers(receipt=receipt) for receipt in receipts])
    dues = []
    for (_number, (debt, _content)), receipt in zip(given, receipts, strict=True):
        debt.due.latest = receipt
        dues.append(debt.due)
    Due.objects.bulk_update(dues, ["latest"])
    _record(receipts, dues, actor=actor, now=now)
    return receipts


def _receipt(series: Series, taken: Numbers, number: int, debt: Debt, content: Content) -> Receipt:
    due, before, day = debt.due, debt.due.latest, civil_date(taken.at)
    # Signs that are not seen have no place in XML: papers with them could never be written.
    payer = nfc(without_unseen(content.payer.name))[:_LONGEST_NAME]
    return Receipt(
        series=series,
        year=taken.year,
        number=number,
        agency_id=due.agency_id,
        order=due.order,
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
        # Who took in what paid it, in the order it came.
        paid_by="+".join(debt.kept.providers) or due.order.paid_by,
        issued_at=taken.at,
        issued_on=day,
        verification_id=new_verification_id(),
        asked_by=content.asked_by,
        decided_by=content.decided_by,
    )


def lines_of(order: Order, amount: int, rest: tuple[str, str]) -> list[dict[str, Any]]:
    """Give the lines of an order, and one (its code and name) for what is not kept of it."""
    lines = [
        {"code": line["code"], "name": line["name"]["vi"], "amount": line["amount"]}
        for line in order.lines
    ]
    code, name = rest
    left = amount - order.amount
    return [*lines, {"code": code, "name": name, "amount": left}] if left else lines


def _record(
    receipts: Sequence[Receipt], dues: Sequence[Due], *, actor: Actor, now: datetime
) -> None:
    acts = [
        audit.Act(
            action=f"receipts.{_ACTS[Kind(receipt.kind)]}",
            subject=("receipt", str(receipt.public_id)),
            agency_id=receipt.agency_id,
            dossier_id=due.subject_id if due.subject_kind == "dossier" else None,
            data={"symbol": receipt.symbol, "number": receipt.number, "amount": receipt.amount},
        )
        for receipt, due in zip(receipts, dues, strict=True)
    ]
    audit.record_all(acts, actor=actor, now=now)
    issued = [ReceiptIssued(receipt_id=receipt.pk) for receipt in receipts]
    events.emit_all(issued, agency_id=dues[0].agency_id, now=now)


_ACTS = {
    Kind.ORIGINAL: "issue",
    Kind.REPLACEMENT: "replace",
    Kind.ADJUSTMENT: "adjust",
    Kind.CANCELLATION: "cancel",
}
