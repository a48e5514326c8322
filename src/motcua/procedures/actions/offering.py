"""Offerings: an agency begins or ceases to take a procedure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.caching import forget_all
from motcua.procedures.base.levels import Means, level_of
from motcua.procedures.enums import Channel
from motcua.procedures.errors import RoleWithoutUnit
from motcua.procedures.models import Offering, Procedure
from motcua.procedures.queries import rules, version_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor


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
    """Let an agency take a procedure from a day; its level is computed from what is there.

    Raises `NotAllowed`, `VersionNotPublished`, and `RoleWithoutUnit` when a step of the process
    would have nobody.
    """
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=agency.pk)
    pack = rules(version_on(procedure_code, max(opened_from, now.date()))).pack
    missing = {step.role for step in pack.process.steps} - set(facts.units)
    if missing:
        raise RoleWithoutUnit(roles=sorted(missing))
    means = Means(frozenset(facts.channels), pays_online=True, signs_results=True)
    made, _new = Offering.objects.update_or_create(
        procedure=Procedure.objects.get(code=procedure_code),
        agency=agency,
        opened_from=opened_from,
        defaults={
            "units": dict(facts.units),
            "fee_overrides": [dict(row) for row in facts.fee_overrides],
            "channels": list(facts.channels),
            "level": level_of(pack, means, now.date()).level,
        },
    )
    _record("open_offering", made, actor=actor, now=now)
    return made


@transaction.atomic
def close_offering(*, actor: Actor, offering: Offering, on: date, now: datetime) -> None:
    """Let an agency cease to take a procedure on a day; dossiers already filed go on."""
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=offering.agency_id)
    offering.opened_to = on
    offering.save(update_fields=["opened_to"])
    _record("close_offering", offering, actor=actor, now=now)


def _record(act: str, offering: Offering, *, actor: Actor, now: datetime) -> None:
    transaction.on_commit(forget_all)
    audit.record(
        actor=actor,
        action=f"procedures.{act}",
        subject=("offering", str(offering.pk)),
        agency_id=offering.agency_id,
        now=now,
    )
