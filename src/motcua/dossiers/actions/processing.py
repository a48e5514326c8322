"""The acts of those who settle a dossier: take it up, finish a step, send it back, stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import (
    official_of,
    require_role,
    require_step,
)
from motcua.dossiers.actions.guarding import refuse_while_signing, require_in_process
from motcua.dossiers.actions.moving import lock, move, record
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.actions.stepping import enter_step, leave_step
from motcua.dossiers.enums import SlipForm
from motcua.dossiers.errors import ReasonMissing, StepNotReady, StepNotYours
from motcua.dossiers.models import Note, Result, StepRun
from motcua.dossiers.queries.processes import current_step, step_after, step_before
from motcua.procedures.enums import Product

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@transaction.atomic
def take_up(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Take the step in hand upon oneself.

    Raises `DossierNotFound`, `StepNotYours`, `MoveRefused` outside the process.
    """
    dossier = lock(dossier_id)
    require_step(actor, dossier)
    require_in_process(dossier)
    if actor.official_id is None:
        raise StepNotYours
    dossier.official_id = actor.official_id
    dossier.save(update_fields=["official"])
    StepRun.objects.filter(dossier=dossier, finished_at=None).update(official=actor.official_id)
    record(dossier, "dossiers.take_up", actor=actor, now=now, step=dossier.step_code)
    return dossier


@transaction.atomic
def complete_step(*, actor: Actor, dossier_id: int, now: datetime, note: str = "") -> Dossier:
    """Finish the step in hand and pass the dossier to the next.

    Raises `DossierNotFound`, `StepNotYours`, `StepNotReady` when the step has not produced what it
    must, `MoveRefused` outside the process.
    """
    dossier = lock(dossier_id)
    require_step(actor, dossier)
    require_in_process(dossier)
    step = current_step(dossier)
    lacking = [str(product) for product in step.produces if not _is_there(dossier, product, note)]
    if lacking:
        raise StepNotReady(products=lacking)
    dossier.official_id = actor.official_id
    enter_step(dossier, step_after(dossier), now=now, note=note.strip())
    record(dossier, "dossiers.complete_step", actor=actor, now=now, step=step.code)
    return dossier


def _is_there(dossier: Dossier, product: Product, note: str) -> bool:
    """Say whether a step's product is there; signing and returning have acts of their own."""
    if product == Product.FINDING:
        return bool(note.strip())
    if product in {Product.DRAFT, Product.APPROVAL}:
        return Result.objects.filter(dossier=dossier).exists()
    # A number in the register is given with the signature; here nothing is left to be done for it.
    return product == Product.NUMBER


@transaction.atomic
def send_back(*, actor: Actor, dossier_id: int, reason: str, now: datetime) -> Dossier:
    """Give the dossier back to the step before, with the reason.

    Raises `DossierNotFound`, `StepNotYours`, `ReasonMissing`, `StepNotReady` at the first step,
    `BeingSigned`, `MoveRefused` outside the process.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_step(actor, dossier)
    require_in_process(dossier)
    refuse_while_signing(dossier)
    before = step_before(dossier)
    if before is None:
        raise StepNotReady
    left = dossier.step_code
    dossier.official_id = actor.official_id
    enter_step(dossier, before, now=now, note=reason.strip())
    record(dossier, "dossiers.send_back", actor=actor, now=now, step=left)
    return dossier


@transaction.atomic
def stop(*, actor: Actor, dossier_id: int, reason: str, now: datetime) -> Dossier:
    """Stop processing, with reasons on slip 03, within the limit.

    Source: Decree 61/2018, Article 19.8. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`,
    `BeingSigned`, `MoveRefused`.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.HEAD, Role.LEADER)
    refuse_while_signing(dossier)
    leave_step(dossier, now=now, note=reason.strip())
    move(dossier, "stop", actor=actor, now=now, reason=reason.strip())
    issue_slip(dossier, SlipForm.REFUSAL, actor=actor, now=now, reason=reason.strip())
    return dossier


@transaction.atomic
def add_note(*, actor: Actor, dossier_id: int, text: str, now: datetime) -> Note:
    """Leave a word for the other officials; auditors only look.

    Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`.
    """
    if not text.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_role(actor, dossier, *(role for role in Role.values if role != Role.AUDITOR))
    note = Note.objects.create(
        dossier=dossier, official_id=official_of(actor), at=now, text=text.strip()
    )
    record(dossier, "dossiers.add_note", actor=actor, now=now)
    return note
