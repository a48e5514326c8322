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
from motcua.procedures.base.claims import claims_of, key_of, raises_of
from motcua.procedures.enums import ClaimState, FeeDue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.payments.models import Order

_THERE = frozenset({State.FINISHED, State.RETURNED})
# Words of a fee's key: `dossier:12:at-filing`; after a claim with the place of its line, and how
# often it was refused by then; where what was not paid yet became less, with how often it did.
_OF_FEE = range(3, 6)
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
        _together(dossier, FeeDue.AT_FILING),
        *_after_claims(dossier),
    ]
    later = (FeeDue.AT_SUPPLEMENT, FeeDue.AT_RETURN)
    found += [_together(dossier, due) for due in later if has_fallen_due(dossier, due)]
    return tuple(debt for debt in found if debt.lines)


def is_fee(dossier_id: int, key: str) -> bool:
    """Say whether an order's key is of a fee of the procedure, not asked for on the way."""
    parts = key.split(":")
    if parts[:2] != ["dossier", str(dossier_id)] or len(parts) not in _OF_FEE:
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

    What became due because an exemption was refused is explained by the line as it is due without
    it, also once that was granted after all; what was fixed with it is then explained no more.
    """
    if order.subject_kind != "dossier" or not is_fee(order.subject_id, order.key):
        return {}
    lines = Dossier.objects.values_list("fee_lines", flat=True).get(pk=order.subject_id)
    turn = order.key.split(":")[3:4]
    is_after = bool(turn) and turn != ["again"]
    if is_after:
        return {line["code"]: _as_raised(line) for line in lines}
    return {line["code"]: line for line in lines if not owed_more(line)}


def _as_raised(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a fee as it came to more: by what was granted of several claims, or by none."""
    ordinary: Mapping[str, Any] = line.get("ordinary", line)
    return line if owed_more(line) else ordinary


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
    keys = {key_of_turn(dossier, due)} if line["total"] > more else set()
    keys |= {key_after(dossier, place, debt["no"]) for debt in raises_of(line)}
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
    """Give what a line came to more, once it was due, by an exemption that was not granted.

    In đồng, without what went back since. Each time it did is a debt of its own; what was refused
    before the line fell due is due with it.
    """
    return sum(still_of(debt) for debt in raises_of(line))


def still_of(debt: Mapping[str, int]) -> int:
    """Give what is due of a debt of its own, in đồng, without what went back."""
    return debt["amount"] - debt.get("back", 0)


def fee_at_filing(dossier: Dossier) -> int:
    """Give what a dossier's fees at filing come to as they were judged, in đồng."""
    return sum(line["total"] for line in dossier.fee_lines if line["due"] == FeeDue.AT_FILING)


def has_fallen_due(dossier: Dossier, due: str) -> bool:
    """Say whether the turn has come at which some of a dossier's fees are due."""
    if due == FeeDue.AT_SUPPLEMENT:
        return _answered(dossier)
    return due == FeeDue.AT_FILING or dossier.state in _THERE


def key_after(dossier: Dossier, place: int, number: int) -> str:
    """Give the key of what the fee at a place came to more, by the number of that time."""
    return f"{filing_key(dossier.pk)}:{place}" + (f":{number}" if number > 1 else "")


def key_of_turn(dossier: Dossier, due: str) -> str:
    """Give the key of what is due at a turn: another one after it became less, not paid yet."""
    lessened = sum(line.get("lessened", 0) for line in dossier.fee_lines if line["due"] == due)
    return f"dossier:{dossier.pk}:{due}" + (f":again:{lessened}" if lessened else "")


def _together(dossier: Dossier, due: FeeDue) -> Debt:
    """Give what is due together at a turn, as it was when it fell due.

    What came to be due since is another debt; what became less and had been paid went back.
    """
    lines = (line for line in dossier.fee_lines if line["due"] == due)
    billed = ((line, line["total"] - owed_more(line) + line.get("back", 0)) for line in lines)
    told = tuple(OrderLine(line["code"], line["name"], sum_) for line, sum_ in billed if sum_)
    return Debt(key_of_turn(dossier, due), told)


def _after_claims(dossier: Dossier) -> Iterator[Debt]:
    for place, line in enumerate(dossier.fee_lines):
        name = {
            language: words % {"name": line["name"].get(language) or line["name"]["vi"]}
            for language, words in _DIFFERENCE.items()
        }
        for debt in raises_of(line):
            key = key_after(dossier, place, debt["no"])
            yield Debt(key, (OrderLine(line["code"], name, debt["amount"]),))


def _answered(dossier: Dossier) -> bool:
    """Say whether a supplement was answered, where anything is due then."""
    if not any(line["due"] == FeeDue.AT_SUPPLEMENT for line in dossier.fee_lines):
        return False
    return Supplement.objects.filter(dossier=dossier, answered_at__isnull=False).exists()


def is_ready(dossier: Dossier) -> bool:
    """Say whether fees keep a dossier from being accepted no longer: paid, and no claim open."""
    return dossier.fee_state != FeeState.DUE and not claims_open(dossier)


def may_judge_anew(dossier: Dossier) -> bool:
    """Say whether what was judged of an exemption may be judged otherwise: until it is closed."""
    states = set(claim_states(dossier).values())
    is_there = dossier.state == State.FILED or dossier.accepted_at is not None
    return dossier.is_open and is_there and bool(states) and ClaimState.ASKED not in states


def claim_states(dossier: Dossier) -> dict[str, str]:
    """Give how each exemption that a dossier claims was judged, by the claim's key."""
    return {
        key_of(claim): claim["state"] for line in dossier.fee_lines for claim in claims_of(line)
    }


def claims_open(dossier: Dossier) -> bool:
    """Say whether an exemption is claimed whose proof no official has judged yet."""
    return ClaimState.ASKED in claim_states(dossier).values()


def refused_proofs(dossier: Dossier) -> set[str]:
    """Give the papers, by code, that an official found not to show an exemption."""
    claims = [claim for line in dossier.fee_lines for claim in claims_of(line)]
    refused = {claim["proof"] for claim in claims if claim["state"] == ClaimState.REFUSED}
    return refused - {claim["proof"] for claim in claims if claim["state"] != ClaimState.REFUSED}
