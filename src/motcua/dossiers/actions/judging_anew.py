"""What was judged of an exemption, judged otherwise: the order or the refund that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.billing import SUBJECT, fall_due
from motcua.dossiers.actions.exempting import with_name
from motcua.dossiers.actions.guarding import require_second
from motcua.dossiers.actions.moving import happen, lock
from motcua.dossiers.actions.posting import post_result
from motcua.dossiers.enums import FeeState, Sensitive
from motcua.dossiers.errors import JudgedSo, ReasonMissing
from motcua.dossiers.queries.correcting import CHANGING
from motcua.dossiers.queries.exemptions import claims_named
from motcua.dossiers.queries.fee_debts import (
    claim_states,
    fee_at_filing,
    fees_stand,
    has_fallen_due,
    key_after,
    key_of_turn,
    may_judge_anew,
    still_of,
)
from motcua.kernel.transitions import MoveRefused
from motcua.payments.actions import end_debt, lessen_debt
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of
from motcua.procedures.base.claims import judged, raised, raises_of, unfolded
from motcua.procedures.enums import ClaimState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

_WHY = "exemption-granted"


@transaction.atomic
def judge_anew(
    *,
    actor: Actor,
    dossier_id: int,
    is_granted: bool,
    reason: str,
    now: datetime,
    claim: str = "",
) -> Dossier:
    """Judge an exemption otherwise than it was judged, and say why; the filer is told.

    `claim` is its key; without one every claim is judged so. Before receipt whoever receives does
    it, afterwards two people. Refused after all, an order for what is due more is opened; granted
    after all, what was asked for it is cancelled, and what was paid of it goes back. Raises
    `DossierNotFound`, `NotAllowed`, `ReasonMissing`, `MoveRefused` where nothing was judged or the
    dossier is closed, `JudgedSo` where it was judged like this, `SecondPersonNeeded`.
    """
    dossier = lock(dossier_id)
    is_received = dossier.accepted_at is not None
    require_role(actor, dossier, *(CHANGING if is_received else {Role.RECEPTIONIST}))
    if not reason.strip():
        raise ReasonMissing
    if not may_judge_anew(dossier):
        raise MoveRefused(state=dossier.state)
    before = ClaimState.REFUSED if is_granted else ClaimState.GRANTED
    states = claim_states(dossier)
    said = {key: is_granted for key, state in states.items() if state == before}
    if claim:
        said = {key: is_granted for key in said if key == claim}
    if not said:
        raise JudgedSo
    require_second(dossier, Sensitive.REJUDGE, actor=actor, now=now)
    places = range(len(dossier.fee_lines))
    amount = sum(_change(dossier, place, said, actor=actor, now=now) for place in places)
    _note_fees(dossier)
    action = "grant_exemption_anew" if is_granted else "refuse_exemption_anew"
    names = claims_named(dossier, "vi")
    why = "\n".join(with_name(names, key, reason) for key in said)
    happen(dossier, action, actor=actor, now=now, reason=why, amount=amount)
    fall_due(actor=actor, dossier=dossier, now=now)
    if dossier.fee_state != FeeState.DUE:
        post_result(actor=actor, dossier_id=dossier.pk, now=now)  # it may have waited for money
    return dossier


def _change(
    dossier: Dossier, place: int, said: Mapping[str, bool], *, actor: Actor, now: datetime
) -> int:
    """Have the fee at a place be due as it was judged; give what is due more now, or goes back."""
    before = unfolded(dossier.fee_lines[place])
    dossier.fee_lines[place] = after = judged(before, said)
    more = int(after["total"] - before["total"])
    if more > 0 and has_fallen_due(dossier, after["due"]):
        dossier.fee_lines[place] = raised(after, more)
        return more
    return _lower(dossier, place, -more, actor=actor, now=now) if more < 0 else 0


def _lower(dossier: Dossier, place: int, less: int, *, actor: Actor, now: datetime) -> int:
    """Take off what a fee became less, from its last debts first; give how much goes back."""
    back, line = 0, dossier.fee_lines[place]
    for debt in reversed(raises_of(line)):
        part = min(less, still_of(debt))
        if part:
            back += _off_debt(dossier, place, debt, part, actor=actor, now=now)
            less -= part
    return back + (_off_rest(dossier, line, less, actor=actor, now=now) if less else 0)


def _off_debt(
    dossier: Dossier, place: int, debt: dict[str, int], part: int, *, actor: Actor, now: datetime
) -> int:
    """Take a part off a debt of its own: off its order where paid, else by another order."""
    line, left = dossier.fee_lines[place], still_of(debt) - part
    order = _last_order(dossier, key_after(dossier, place, debt["no"]))
    if left and order is not None and order.state == OrderState.PAID:
        debt["back"] = debt.get("back", 0) + part
        return lessen_debt(actor=actor, order_id=order.pk, amount=part, reason=_WHY, now=now)
    line["raises"] = [one for one in line["raises"] if one["no"] != debt["no"]]
    if left:
        dossier.fee_lines[place] = raised(line, left)
    if order is None:
        return 0
    return end_debt(actor=actor, order_id=order.pk, reason=_WHY, now=now)


def _off_rest(
    dossier: Dossier, line: dict[str, Any], less: int, *, actor: Actor, now: datetime
) -> int:
    """Take off what is due together with other fees."""
    order = _last_order(dossier, key_of_turn(dossier, line["due"]))
    if order is None:
        return 0
    if order.state == OrderState.PAID:
        line["back"] = line.get("back", 0) + less
        return lessen_debt(actor=actor, order_id=order.pk, amount=less, reason=_WHY, now=now)
    line["lessened"] = line.get("lessened", 0) + 1
    return end_debt(actor=actor, order_id=order.pk, reason=_WHY, now=now)


def _last_order(dossier: Dossier, key: str) -> Order | None:
    found = [order for order in orders_of(SUBJECT, dossier.pk) if order.key == key]
    return found[-1] if found else None


def _note_fees(dossier: Dossier) -> None:
    """Keep the fees as they are due now, and whether anything of them waits for money."""
    dossier.fee_at_filing = fee_at_filing(dossier)
    dossier.fee_state = fees_stand(dossier)
    dossier.save(update_fields=["fee_lines", "fee_at_filing", "fee_state"])
