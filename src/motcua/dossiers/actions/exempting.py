"""The proof of an exemption, judged at receipt: it stays, or the fee is fixed by its own line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.billing import fall_due
from motcua.dossiers.actions.moving import happen, lock
from motcua.dossiers.enums import State
from motcua.dossiers.errors import ExemptionJudged, ReasonMissing
from motcua.kernel.transitions import MoveRefused
from motcua.procedures.enums import ClaimState, FeeDue

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@transaction.atomic
def judge_exemption(
    *, actor: Actor, dossier_id: int, is_granted: bool, now: datetime, reason: str = ""
) -> Dossier:
    """Say whether the papers show the exemption that a dossier claims; the same again does nothing.

    Granted, the fee stays as it was fixed at filing. Not granted, it is fixed anew by the line that
    is due without the exemption, by the rates of the day of filing; an order for the difference is
    opened, and its filer is told why. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`,
    `ExemptionJudged` where nothing is claimed or it was judged otherwise, `MoveRefused` once the
    dossier was accepted.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    if not is_granted and not reason.strip():
        raise ReasonMissing
    if dossier.state != State.FILED:
        raise MoveRefused(state=dossier.state)
    wanted = ClaimState.GRANTED if is_granted else ClaimState.REFUSED
    claims = [line["claim"]["state"] for line in dossier.fee_lines if "claim" in line]
    if claims and set(claims) == {wanted}:
        return dossier
    if ClaimState.ASKED not in claims:
        raise ExemptionJudged
    more = _fix(dossier, wanted)
    dossier.save(update_fields=["fee_lines", "fee_at_filing"])
    action = "grant_exemption" if is_granted else "refuse_exemption"
    happen(dossier, action, actor=actor, now=now, reason=reason.strip(), amount=more)
    fall_due(actor=actor, dossier=dossier, now=now)
    return dossier


def _fix(dossier: Dossier, wanted: ClaimState) -> int:
    """Write what was judged into the lines that are claimed; give how much more is due at once."""
    more = 0
    for place, line in enumerate(dossier.fee_lines):
        if line.get("claim", {}).get("state") != ClaimState.ASKED:
            continue
        dossier.fee_lines[place] = fixed = _judged(line, wanted)
        if fixed["due"] == FeeDue.AT_FILING:
            more += fixed["claim"].get("more", 0)
    dossier.fee_at_filing += more
    return more


def _judged(line: dict[str, Any], wanted: ClaimState) -> dict[str, Any]:
    claim = {**line["claim"], "state": str(wanted)}
    if wanted == ClaimState.GRANTED:
        return {**line, "claim": claim}
    ordinary = line["ordinary"]
    claim |= {"more": ordinary["total"] - line["total"], "exempt_as": line.get("exempt_as", {})}
    return {**ordinary, "claim": claim}
