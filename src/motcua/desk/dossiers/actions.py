"""An official's click as an act upon a dossier: done once for each form, or tried and undone."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.dossiers import actions
from motcua.dossiers.actions.collecting import collect_cash
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.errors import SecondPersonNeeded
from motcua.dossiers.queries.handling import Act
from motcua.dossiers.queries.holdings import slips_in
from motcua.dossiers.queries.prints import slip_of, slip_pictures
from motcua.kernel.idempotency import as_body, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_ACTS: Mapping[Act, Callable[..., object]] = {
    Act.ACCEPT: actions.accept,
    Act.EXEMPTION: actions.judge_exemptions,
    Act.COLLECT: collect_cash,
    Act.HAND_OVER: actions.hand_over,
    Act.TAKE_UP: actions.take_up,
    Act.DRAFT: actions.draft_result,
    Act.COMPLETE: actions.complete_step,
    Act.CONSULT: actions.consult,
    Act.APPROVE: actions.approve_result,
    Act.RETURN: actions.return_result,
    Act.SUPPLEMENT: actions.ask_supplement,
    Act.PAYMENT: actions.ask_payment,
    Act.SEND_BACK: actions.send_back,
    Act.ASK_AGENCY: actions.ask_agency,
    Act.ASSIGN: actions.assign,
    Act.FORWARD: actions.forward,
    Act.BRING_BACK: actions.bring_back,
    Act.REFUSE: actions.refuse,
    Act.PART: actions.approve_part,
    Act.APOLOGISE: actions.apologise,
    Act.STOP: actions.stop,
    Act.CORRECT: actions.correct_result,
    Act.REOPEN: actions.reopen,
    Act.REJUDGE: actions.judge_anew,
    Act.NOTE: actions.add_note,
}


class Done(StrEnum):
    """What came of a click: done now, done before by the same form, or proposed to a second."""

    NOW = "now"
    BEFORE = "before"
    PROPOSED = "proposed"


@transaction.atomic
def perform(
    *,
    actor: Actor,
    dossier: Dossier,
    act: Act,
    values: Mapping[str, Any],
    token: str,
    now: datetime,
) -> Done:
    """Do an act once for a form; where two people do it, propose it to the second.

    `token` is the form's own: a second click waits for the first and does nothing. Raises what the
    act raises, and `KeyReused` for the token of another dossier's form, or of one that was filled
    in otherwise.
    """
    scope = f"desk:official:{actor.official_id}"
    body = as_body([dossier.public_id, values])
    if once(scope=scope, key=f"{act}:{token}", body=body, now=now).answer is not None:
        return Done.BEFORE
    try:
        _ACTS[act](actor=actor, dossier_id=dossier.pk, now=now, **values)
    except SecondPersonNeeded:
        actions.propose(
            actor=actor, dossier_id=dossier.pk, act=Sensitive(act.value), values=values, now=now
        )
        return Done.PROPOSED
    return Done.NOW


def preview_slip(
    *, actor: Actor, dossier: Dossier, act: Act, values: Mapping[str, Any], now: datetime
) -> list[bytes]:
    """Draw the slip that an act would issue, as PNG pictures, and leave everything as it was.

    The act is done and undone, so that what is shown is what would be issued. Raises what the act
    raises.
    """
    with transaction.atomic():
        if act.value in Sensitive.values:
            actions.as_if_agreed(
                actor=actor, dossier=dossier, act=Sensitive(act.value), values=values, now=now
            )
        else:
            _ACTS[act](actor=actor, dossier_id=dossier.pk, now=now, **values)
        slip = slip_of(dossier, slips_in(dossier)[-1].public_id)
        transaction.set_rollback(True)
    return slip_pictures(slip)
