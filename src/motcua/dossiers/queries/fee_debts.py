"""What a dossier's fees come to as debts: at filing, after a refused exemption, at return.

Each debt has one key, and so one order at a time; its amount never changes once it is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.models import Dossier, Supplement
from motcua.dossiers.queries.dues import filing_key
from motcua.payments.actions import OrderLine
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of
from motcua.procedures.enums import ClaimState, FeeDue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.payments.models import Order

_THERE = frozenset({State.FINISHED, State.RETURNED})
# Words of a fee's key: `dossier:12:at-filing`, and with the place of its line after a claim.
_OF_FEE = 3
_OF_CLAIM = 4
_DIFFERENCE = {
    "vi": gettext_noop("%(name)s (phần nộp thêm)"),
    "en": "%(name)s (in addition)",
}


@dataclass(frozen=True, slots=True)
class Debt:
    """Fees that are due together: the key of their order, and its lines."""

    key: str
    lines: tuple[OrderLine, ...]


def fee_debts(dossier: Dossier) -> tuple[Debt, ...]:
    """Give what of a dossier's fees is or was due by now, each as one debt; nothing of 0 đồng."""
    found = [
        Debt(filing_key(dossier.pk), tuple(_filed(dossier))),
        *_after_claims(dossier),
    ]
    if _answered(dossier):
        found.append(_later(dossier, FeeDue.AT_SUPPLEMENT))
    if dossier.state in _THERE:
        found.append(_later(dossier, FeeDue.AT_RETURN))
    return tuple(debt for debt in found if debt.lines)


def is_fee(dossier_id: int, key: str) -> bool:
    """Say whether an order's key is of a fee of the procedure, not asked for on the way."""
    parts = key.split(":")
    if parts[:2] != ["dossier", str(dossier_id)] or len(parts) not in {_OF_FEE, _OF_CLAIM}:
        return False
    return parts[2] in FeeDue.values


def fees_stand(dossier: Dossier) -> FeeState:
    """Say whether what is due of a dossier's fees by now is paid, by its orders."""
    debts = fee_debts(dossier)
    if not debts:
        return FeeState.NONE
    orders = orders_of("dossier", dossier.pk)
    paid = {order.key for order in orders if order.state == OrderState.PAID}
    return FeeState.PAID if paid.issuperset(debt.key for debt in debts) else FeeState.DUE


def kept_by_code(order: Order) -> dict[str, Mapping[str, Any]]:
    """Give the fees that an order is of as their dossier keeps them, by code; none of other debts.

    What became due because an exemption was refused is explained by the line as it is due now; what
    was fixed with that exemption is no more.
    """
    if order.subject_kind != "dossier" or not is_fee(order.subject_id, order.key):
        return {}
    lines = Dossier.objects.values_list("fee_lines", flat=True).get(pk=order.subject_id)
    is_first = order.key == filing_key(order.subject_id)
    return {line["code"]: line for line in lines if not (is_first and owed_more(line))}


def owed_now(dossier: Dossier) -> int:
    """Give what of the fees due by now has not come yet, in đồng."""
    debts = {debt.key: sum(line.amount for line in debt.lines) for debt in fee_debts(dossier)}
    last = {order.key: order for order in orders_of("dossier", dossier.pk) if order.key in debts}
    came = {
        key: order.amount if order.state == OrderState.PAID else order.received
        for key, order in last.items()
    }
    return sum(max(0, amount - came.get(key, 0)) for key, amount in debts.items())


def line_stands(dossier: Dossier, place: int) -> str:
    """Say of the fee at a place whether it is paid, or when it falls due, in a word."""
    line = dossier.fee_lines[place]
    due, more = line["due"], owed_more(line)
    if not line["total"]:
        return str(FeeState.NONE.label)
    keys = {_key_of(dossier, due)} if line["total"] > more or due != FeeDue.AT_FILING else set()
    if more and due == FeeDue.AT_FILING:
        keys.add(_key_after(dossier, place))
    if keys.isdisjoint(debt.key for debt in fee_debts(dossier)):
        return str(FeeDue(due).label)
    orders = orders_of("dossier", dossier.pk)
    paid = {order.key for order in orders if order.state == OrderState.PAID}
    return str((FeeState.PAID if keys <= paid else FeeState.DUE).label)


def may_fall_due(dossier: Dossier) -> bool:
    """Say whether more than what was due at filing may be due of a dossier's fees."""
    lines = dossier.fee_lines
    return any(line["due"] != FeeDue.AT_FILING or owed_more(line) for line in lines)


def owed_more(line: Mapping[str, Any]) -> int:
    """Give what a line came to more by an exemption that was not granted, in đồng."""
    return int(line.get("claim", {}).get("more", 0))


def _filed(dossier: Dossier) -> Iterator[OrderLine]:
    """Give the lines as they were fixed at filing: what came to be due later is another debt."""
    for line in dossier.fee_lines:
        fixed = line["total"] - owed_more(line)
        if line["due"] == FeeDue.AT_FILING and fixed:
            yield OrderLine(line["code"], line["name"], fixed)


def _after_claims(dossier: Dossier) -> Iterator[Debt]:
    for place, line in enumerate(dossier.fee_lines):
        more = owed_more(line)
        if line["due"] == FeeDue.AT_FILING and more:
            name = {
                language: words % {"name": line["name"].get(language) or line["name"]["vi"]}
                for language, words in _DIFFERENCE.items()
            }
            yield Debt(_key_after(dossier, place), (OrderLine(line["code"], name, more),))


def _key_after(dossier: Dossier, place: int) -> str:
    return f"{filing_key(dossier.pk)}:{place}"


def _later(dossier: Dossier, due: FeeDue) -> Debt:
    """Give what is due at a later turn, all of it."""
    lines = (line for line in dossier.fee_lines if line["due"] == due and line["total"])
    told = tuple(OrderLine(line["code"], line["name"], line["total"]) for line in lines)
    return Debt(_key_of(dossier, due), told)


def _key_of(dossier: Dossier, due: str) -> str:
    return f"dossier:{dossier.pk}:{due}"


def _answered(dossier: Dossier) -> bool:
    """Say whether a supplement was answered, where anything is due then."""
    if not any(line["due"] == FeeDue.AT_SUPPLEMENT for line in dossier.fee_lines):
        return False
    return Supplement.objects.filter(dossier=dossier, answered_at__isnull=False).exists()


def is_ready(dossier: Dossier) -> bool:
    """Say whether fees keep a dossier from being accepted no longer: paid, and no claim open."""
    return dossier.fee_state != FeeState.DUE and not claims_open(dossier)


def claims_open(dossier: Dossier) -> bool:
    """Say whether an exemption is claimed whose proof no official has judged yet."""
    return any(_state(line) == ClaimState.ASKED for line in dossier.fee_lines)


def refused_proofs(dossier: Dossier) -> set[str]:
    """Give the papers, by code, that an official found not to show an exemption."""
    return {
        line["claim"]["proof"] for line in dossier.fee_lines if _state(line) == ClaimState.REFUSED
    }


def _state(line: Mapping[str, Any]) -> str:
    return str(line.get("claim", {}).get("state", ""))
