"""Agencies and their units: opened, amended and closed on a day, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from motcua.agencies.enums import IdentifierForm
from motcua.agencies.errors import CodeTaken, UnitNotEmpty
from motcua.agencies.models import Agency, AgencyIdentifier, Posting, Unit
from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.agencies.models import Place
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is known of an agency; `code` is its identifier by Decision 20/2020."""

    code: str
    kind: str
    name: str
    name_en: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    old_code: str = ""
    is_invented: bool = False


@transaction.atomic
def register_agency(
    *,
    actor: Actor,
    facts: AgencyFacts,
    now: datetime,
    valid_from: date,
    parent: Agency | None = None,
    place: Place | None = None,
) -> Agency:
    """Register an agency with its identifiers; only the node itself or an administrator above may.

    Raises `NotAllowed`, `CodeTaken`.
    """
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=parent.pk if parent else -1)
    try:
        with transaction.atomic():
            agency = Agency.objects.create(
                code=facts.code,
                kind=facts.kind,
                name=facts.name,
                name_en=facts.name_en,
                address=facts.address,
                phone=facts.phone,
                email=facts.email,
                parent=parent,
                place=place,
                valid_from=valid_from,
                is_invented=facts.is_invented,
            )
    except IntegrityError:
        raise CodeTaken(code=facts.code) from None
    _identify(agency, facts, valid_from)
    audit.record(
        actor=actor,
        action="agencies.register_agency",
        subject=("agency", str(agency.public_id)),
        agency_id=agency.pk,
        now=now,
    )
    return agency


def _identify(agency: Agency, facts: AgencyFacts, valid_from: date) -> None:
    codes = [(IdentifierForm.QD20, facts.code), (IdentifierForm.QCVN102, facts.old_code)]
    for form, code in codes:
        if code:
            AgencyIdentifier.objects.create(
                agency=agency, form=form, code=code, valid_from=valid_from
            )


@transaction.atomic
def amend_agency(*, actor: Actor, agency: Agency, now: datetime, **facts: str) -> Agency:
    """Correct an agency's name, address or contacts. Raises `NotAllowed`."""
    actor.require_role("administrator", agency_id=agency.pk)
    for name in ("name", "name_en", "address", "phone", "email"):
        if name in facts:
            setattr(agency, name, facts[name])
    agency.save()
    audit.record(
        actor=actor,
        action="agencies.amend_agency",
        subject=("agency", str(agency.public_id)),
        agency_id=agency.pk,
        now=now,
        data={"fields": sorted(facts)},
    )
    return agency


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a unit; `code` is unique in its agency."""

    code: str
    name: str
    name_en: str = ""


@transaction.atomic
def open_unit(
    *,
    actor: Actor,
    agency: Agency,
    facts: UnitFacts,
    now: datetime,
    valid_from: date,
    parent: Unit | None = None,
) -> Unit:
    """Open a unit below another or directly below the agency. Raises `NotAllowed`, `CodeTaken`."""
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=agency.pk)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                agency=agency,
                parent=parent,
                code=facts.code,
                name=facts.name,
                name_en=facts.name_en,
                valid_from=valid_from,
            )
    except IntegrityError:
        raise CodeTaken(code=facts.code) from None
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    _record_unit("open_unit", unit, actor=actor, now=now)
    return unit


@transaction.atomic
def close_unit(*, actor: Actor, unit: Unit, last_day_after: date, now: datetime) -> Unit:
    """End a unit on a day (the first on which it is no more).

    Raises `NotAllowed`, and `UnitNotEmpty` while anybody is posted to it on that day.
    """
    actor.require_role("administrator", agency_id=unit.agency_id)
    posted = Posting.objects.filter(unit__path__startswith=unit.path).valid_on(last_day_after)
    if posted.exists():
        raise UnitNotEmpty
    unit.valid_to = last_day_after
    unit.save(update_fields=["valid_to"])
    _record_unit("close_unit", unit, actor=actor, now=now)
    return unit


def _record_unit(act: str, unit: Unit, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"agencies.{act}",
        subject=("unit", str(unit.public_id)),
        agency_id=unit.agency_id,
        now=now,
    )
