"""Proofs of exemptions, judged at receipt: each stays, or the fee is fixed by what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.billing import fall_due
from motcua.dossiers.actions.moving import happen, lock
from motcua.dossiers.enums import State
from motcua.dossiers.errors import ExemptionJudged, ExemptionUnseen, ReasonMissing
from motcua.dossiers.queries.exemptions import claims_named
from motcua.dossiers.queries.fee_debts import claim_states, fee_at_filing, has_fallen_due
from motcua.kernel.transitions import MoveRefused
from motcua.procedures.base.claims import judged, raised, unfolded
from motcua.procedures.enums import ClaimState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


class Verdict(TypedDict):
    """What an official says of one claim, named by its key; `reason` where it is not granted."""

    claim: str
    is_granted: bool
    reason: str


def judge_exemption(
    *, actor: Actor, dossier_id: int, is_granted: bool, now: datetime, reason: str = ""
) -> Dossier:
    """Say the same of every exemption that a dossier claims: see `judge_exemptions`."""
    every = Verdict(claim="", is_granted=is_granted, reason=reason)
    return judge_exemptions(actor=actor, dossier_id=dossier_id, verdicts=[every], now=now)


@transaction.atomic
def judge_exemptions(
    *, actor: Actor, dossier_id: int, verdicts: Sequence[Verdict], now: datetime
) -> Dossier:
    """Say of each exemption that a dossier claims whether its papers show it; again does nothing.

    A verdict without a claim's key holds for every one that no other names. Of what is granted,
    what leaves least to pay counts; where that is less than was counted at filing, the fee is fixed
    anew by the rates of the day of filing, an order for the difference is opened, and its filer is
    told why. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`, `ExemptionUnseen` where a
    claim is left out, `ExemptionJudged` where nothing is claimed or it was judged otherwise,
    `MoveRefused` once the dossier was accepted.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    if not all(one["is_granted"] or one["reason"].strip() for one in verdicts):
        raise ReasonMissing
    if dossier.state != State.FILED:
        raise MoveRefused(state=dossier.state)
    states = claim_states(dossier)
    said = _by_claim(states, verdicts)
    wanted = {key: _WANTED[one["is_granted"]] for key, one in said.items()}
    if states and states == wanted:
        return dossier
    if not states or any(states[key] not in {ClaimState.ASKED, wanted[key]} for key in states):
        raise ExemptionJudged
    more = _fix(dossier, {key: one["is_granted"] for key, one in said.items()})
    dossier.save(update_fields=["fee_lines", "fee_at_filing"])
    _keep(dossier, said, actor=actor, now=now, more=more)
    fall_due(actor=actor, dossier=dossier, now=now)
    return dossier


_WANTED = {True: ClaimState.GRANTED, False: ClaimState.REFUSED}


def _by_claim(states: Mapping[str, str], verdicts: Sequence[Verdict]) -> dict[str, Verdict]:
    """Give what is said of each claim. Raises `ExemptionUnseen`, `ExemptionJudged`."""
    named = {one["claim"]: one for one in verdicts}
    if not named.keys() <= {"", *states}:
        raise ExemptionJudged
    if "" not in named and not states.keys() <= named.keys():
        raise ExemptionUnseen
    return {key: named.get(key) or named[""] for key in states}


def _fix(dossier: Dossier, said: Mapping[str, bool]) -> int:
    """Write what was judged into the fees; give how much more is due of them by now."""
    in_all = 0
    for place, line in enumerate(dossier.fee_lines):
        before = unfolded(line)
        after = judged(before, said)
        more = after["total"] - before["total"]
        if more and has_fallen_due(dossier, after["due"]):
            after = raised(after, more)
            in_all += more
        dossier.fee_lines[place] = after
    dossier.fee_at_filing = fee_at_filing(dossier)
    return in_all


def _keep(
    dossier: Dossier, said: Mapping[str, Verdict], *, actor: Actor, now: datetime, more: int
) -> None:
    """Keep what was granted and what was not, each claim with its reason; the filer is told."""
    names = claims_named(dossier, "vi")
    for action, is_granted in (("grant_exemption", True), ("refuse_exemption", False)):
        reasons = [
            with_name(names, key, "" if is_granted else one["reason"])
            for key, one in said.items()
            if one["is_granted"] == is_granted
        ]
        if reasons:
            amount = 0 if is_granted else more
            happen(dossier, action, actor=actor, now=now, reason="\n".join(reasons), amount=amount)


def with_name(names: Mapping[str, str], key: str, reason: str) -> str:
    """Give a reason with what it is about before it, where a dossier claims several exemptions."""
    said = [names[key]] if len(names) > 1 else []
    return ": ".join([*said, *([reason.strip()] if reason.strip() else [])])
