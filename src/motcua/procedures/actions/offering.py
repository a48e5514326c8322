"""Offerings: an agency begins or ceases to take a procedure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from pydantic import ValidationError

from motcua.kernel import audit, events
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import InvalidInput
from motcua.procedures.actions.authorising import require_offerer
from motcua.procedures.base.fees import FeeOverride
from motcua.procedures.base.levels import level_of
from motcua.procedures.enums import Channel
from motcua.procedures.errors import FeeNotTheProvinces, OfferingClosed, RoleWithoutUnit
from motcua.procedures.events import OfferingEnded, OfferingOpened
from motcua.procedures.models import Offering, Procedure
from motcua.procedures.queries import means_of, pack_of, version_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """How an agency takes a procedure: units by role, the province's amounts, ways of filing."""

    units: Mapping[str, int]
    fee_overrides: Sequence[Mapping[str, Any]] = ()
    channels: Sequence[str] = field(default=(Channel.ONLINE.value, Channel.COUNTER.value))


@transaction.atomic
def open_offering(
    *,
    actor: Actor,
    agency: Agency,
    procedure_code: str,
    facts: OfferingFacts,
    opened_from: date,
    now: datetime,
) -> Offering:
    """Let an agency take a procedure from a day, or change how; its level is computed.

    Raises `NotAllowed`, `VersionNotPublished`, `InvalidInput`, `FeeNotTheProvinces`, and
    `RoleWithoutUnit` when a step of the process would have nobody.
    """
    require_offerer(actor, agency.pk)
    today = civil_date(now)
    pack = pack_of(version_on(procedure_code, max(opened_from, today)))
    missing = {step.role for step in pack.process.steps} - set(facts.units)
    if missing:
        raise RoleWithoutUnit(roles=sorted(missing))
    overrides = _overrides(pack, facts.fee_overrides)
    made, _new = Offering.objects.update_or_create(
        procedure=Procedure.objects.get(code=procedure_code),
        agency=agency,
        opened_from=opened_from,
        defaults={
            "units": dict(facts.units),
            "fee_overrides": [row.model_dump(mode="json") for row in overrides],
            "channels": list(facts.channels),
            "level": level_of(pack, means_of(facts.channels, overrides), today).level,
        },
    )
    _record("open_offering", made, actor=actor, now=now)
    events.emit(OfferingOpened(made.pk, procedure_code), agency_id=agency.pk, now=now)
    return made


@transaction.atomic
def close_offering(*, actor: Actor, offering_id: int, on: date, now: datetime) -> None:
    """Let an agency cease to take a procedure on a day; dossiers already filed go on.

    Raises `NotAllowed`, and `OfferingClosed` where there is no such offering.
    """
    found = Offering.objects.select_for_update(of=("self",)).select_related("procedure")
    offering = found.filter(pk=offering_id).first()
    if offering is None:
        raise OfferingClosed
    require_offerer(actor, offering.agency_id)
    offering.opened_to = max(on, offering.opened_from)
    offering.save(update_fields=["opened_to"])
    _record("close_offering", offering, actor=actor, now=now)
    ended = OfferingEnded(offering.pk, offering.procedure.code)
    events.emit(ended, agency_id=offering.agency_id, now=now)


def _overrides(pack: Pack, rows: Sequence[Mapping[str, Any]]) -> list[FeeOverride]:
    """Read the province's amounts; only fees that the law leaves to it may have one."""
    try:
        overrides = [FeeOverride.model_validate(row) for row in rows]
    except ValidationError as error:
        places = [".".join(map(str, item["loc"])) for item in error.errors()]
        raise InvalidInput(errors=[f"fee_overrides: {place}" for place in places]) from error
    ours = {fee.code for _way, fee in pack.fees() if fee.set_by == "province"}
    for row in overrides:
        if row.code not in ours:
            raise FeeNotTheProvinces(fee=row.code)
    return overrides


def _record(act: str, offering: Offering, *, actor: Actor, now: datetime) -> None:
    transaction.on_commit(forget_all)
    audit.record(
        actor=actor,
        action=f"procedures.{act}",
        subject=("offering", str(offering.pk)),
        agency_id=offering.agency_id,
        now=now,
    )
