"""An official's click as an act upon a dossier: done once for each form, or tried and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.dossiers import actions
from motcua.dossiers.queries.handling import Act
from motcua.dossiers.queries.holdings import slips_in
from motcua.dossiers.queries.prints import slip_of, slip_pictures
from motcua.kernel.idempotency import once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_ACTS: Mapping[Act, Callable[..., object]] = {
    Act.ACCEPT: actions.accept,
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
    Act.REFUSE: actions.refuse,
    Act.STOP: actions.stop,
    Act.NOTE: actions.add_note,
}


@transaction.atomic
def perform(
    *,
    actor: Actor,
    dossier: Dossier,
    act: Act,
    values: Mapping[str, Any],
    token: str,
    now: datetime,
) -> bool:
    """Do an act; say whether it was done now, or before by the same form.

    `token` is the form's own: a second click waits for the first and does nothing. Raises what the
    act raises, and `KeyReused` for a token of another dossier's form.
    """
    scope = f"desk:official:{actor.official_id}"
    body = str(dossier.public_id).encode()
    if once(scope=scope, key=f"{act}:{token}", body=body, now=now).answer is not None:
        return False
    _ACTS[act](actor=actor, dossier_id=dossier.pk, now=now, **values)
    return True


def preview_slip(
    *, actor: Actor, dossier: Dossier, act: Act, values: Mapping[str, Any], now: datetime
) -> list[bytes]:
    """Draw the slip that an act would issue, as PNG pictures, and leave everything as it was.

    The act is done and undone, so that what is shown is what would be issued. Raises what the act
    raises.
    """
    with transaction.atomic():
        _ACTS[act](actor=actor, dossier_id=dossier.pk, now=now, **values)
        slip = slip_of(dossier, slips_in(dossier)[-1].public_id)
        transaction.set_rollback(True)
    return slip_pictures(slip)
