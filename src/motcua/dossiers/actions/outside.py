"""Copying a dossier into a system that is not connected: each look is written down, one number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from motcua.agencies.enums import GrantKind, Role
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.errors import DossierNotFound, OutsideNumberTaken, OutsideNumberWrong
from motcua.dossiers.models import OutsideNumber
from motcua.dossiers.queries.handling import roles_over
from motcua.dossiers.queries.outside import CopySheet, copy_sheet, system_of
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.enums import WrongBy
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_ONLY_LOOKING = frozenset({Role.AUDITOR, GrantKind.CONSULTATION})


@transaction.atomic
def open_sheet(
    *, actor: Actor, dossier: Dossier, system: str, language: str, now: datetime
) -> CopySheet:
    """Open the sheet of a dossier for a system, and write down that it was read, each time.

    Raises `DossierNotFound`, also for a system this dossier is not typed into, and `NotAllowed` for
    who only looks on.
    """
    _require_handling(actor, dossier)
    found = system_of(dossier, system, now)
    audit.record(
        actor=actor,
        action="dossiers.read_copy_sheet",
        subject=("dossier", str(dossier.public_id)),
        agency_id=dossier.agency_id,
        now=now,
        dossier_id=dossier.pk,
        purpose="handling",
        data={"system": found.code},
    )
    return copy_sheet(dossier, found, now, language)


@transaction.atomic
def enter_outside_number(
    *, actor: Actor, dossier_id: int, system: str, number: str, now: datetime
) -> OutsideNumber:
    """Keep the number a dossier was given elsewhere, once; the same number again changes nothing.

    Raises `DossierNotFound`, `NotAllowed`, `OutsideNumberWrong` where it does not look like one of
    that system's, `OutsideNumberTaken` where another was entered or another dossier has it.
    """
    dossier = lock(dossier_id)
    _require_handling(actor, dossier)
    found, plain = system_of(dossier, system, now), number.strip()
    if not found.is_number(plain):
        raise OutsideNumberWrong
    known = OutsideNumber.objects.filter(dossier=dossier, system=found.code).first()
    if known is not None:
        if known.number != plain:
            raise OutsideNumberTaken
        return known
    try:
        with transaction.atomic():
            row = OutsideNumber.objects.create(
                dossier=dossier,
                system=found.code,
                number=plain,
                entered_at=now,
                entered_by_id=official_of(actor),
            )
    except IntegrityError:
        raise OutsideNumberTaken from None
    record(dossier, "dossiers.enter_outside_number", actor=actor, now=now, system=found.code)
    return row


@transaction.atomic
def correct_outside_number(
    *, actor: Actor, dossier_id: int, system: str, number: str, reason: WrongBy, now: datetime
) -> OutsideNumber:
    """Put a number right that was entered wrong; the audit log keeps both, and why.

    The same number again changes nothing. Raises `DossierNotFound`, also where none was entered,
    `NotAllowed`, `OutsideNumberWrong`, `OutsideNumberTaken` where another dossier has it.
    """
    dossier = lock(dossier_id)
    _require_handling(actor, dossier)
    found, plain = system_of(dossier, system, now), number.strip()
    if not found.is_number(plain):
        raise OutsideNumberWrong
    row = OutsideNumber.objects.filter(dossier=dossier, system=found.code).first()
    if row is None:
        raise DossierNotFound
    if row.number == plain:
        return row
    before, row.number = row.number, plain
    row.entered_at, row.entered_by_id = now, official_of(actor)
    try:
        with transaction.atomic():
            row.save(update_fields=["number", "entered_at", "entered_by"])
    except IntegrityError:
        raise OutsideNumberTaken from None
    told = {"system": found.code, "before": before, "after": plain, "why": str(reason)}
    record(dossier, "dossiers.correct_outside_number", actor=actor, now=now, **told)
    return row


def _require_handling(actor: Actor, dossier: Dossier) -> None:
    roles = roles_over(actor, dossier)
    if not roles:
        raise DossierNotFound
    if not roles - _ONLY_LOOKING:
        raise NotAllowed
